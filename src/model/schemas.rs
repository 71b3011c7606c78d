//! JSON Schemas of the files that users write.

use serde_json::Value;

use crate::model::front_matter::FRONT_MATTER;
use crate::model::settings::SETTINGS;
use crate::model::tables::FACTS;
use crate::schema::json::{self, About, Keys};

/// The keys of the files of shared facts.
const FACT_KEYS: Keys = Keys {
    entity: &FACTS,
    is_part: true,
    is_known: |_| false,
};

/// The schema of `policygen.yaml`.
pub fn settings() -> Value {
    let about = About {
        title: "policygen.yaml",
        description: "The settings of a site. Every key has a default.",
    };
    let keys = Keys {
        entity: &SETTINGS,
        is_part: false,
        is_known: |_| false,
    };
    json::of(about, &[keys])
}

/// The schema of the front matter of a policy, which can state facts too.
pub fn front_matter() -> Value {
    let about = About {
        title: "Front matter of a policy",
        description: "The properties of a policy, and facts that override the shared facts.",
    };
    let keys = Keys {
        entity: &FRONT_MATTER,
        is_part: false,
        // Without a title, the page is named after its file.
        is_known: |key| key != "title",
    };
    json::of(about, &[keys, FACT_KEYS])
}

/// The schema of a file of shared facts.
pub fn facts() -> Value {
    let about = About {
        title: "Facts of a policygen site",
        description: "Facts that all policies share. `null` means not known yet.",
    };
    json::of(about, &[FACT_KEYS])
}
