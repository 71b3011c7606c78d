//! `policygen check`, its rules and what it reports.

mod agreement;
mod ahead;
mod allow;
mod baseline;
mod coverage;
mod embedded;
mod evidence;
mod examples;
mod fixes;
mod formats;
mod html;
mod ids;
mod judgement;
mod law;
mod leftovers;
mod levels;
mod own_rules;
mod partial;
mod preview;
mod recognised;
mod rule_list;
mod rules;
mod severity;
mod shown;
mod wording;
