//! Lines and columns of places. Each file is scanned only once.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use crate::base::source::{Place, Source};

/// The starts of lines in the files that a report names.
#[derive(Debug, Default)]
pub(super) struct Lines(HashMap<*const Source, Vec<Start>>);

/// The start of a line.
#[derive(Debug, Clone, Copy)]
struct Start {
    byte: usize,
    character: usize,
}

/// A place, in all the units that the formats need.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Region {
    /// The position of the first character.
    pub(super) start: Position,
    /// The position after the last character.
    pub(super) end: Position,
    /// Bytes from the start of the text.
    pub(super) bytes: Range<usize>,
    /// Characters from the start of the text.
    pub(super) characters: Range<usize>,
}

/// A line and a column, both counted from 1. Columns count characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub(super) struct Position {
    pub(super) line: usize,
    pub(super) column: usize,
}

impl Lines {
    /// The region of a place, clamped to its text and to whole characters.
    pub(super) fn region(&mut self, place: &Place) -> Region {
        let text = place.source.text.as_str();
        let starts = self
            .0
            .entry(Arc::as_ptr(&place.source))
            .or_insert_with(|| starts(text));
        let Range {
            start: from,
            end: to,
        } = place.clamped();
        let (start, first) = position(text, starts, from);
        let (end, last) = position(text, starts, to);
        Region {
            start,
            end,
            bytes: from..to,
            characters: first..last,
        }
    }
}

fn starts(text: &str) -> Vec<Start> {
    let mut here = Start {
        byte: 0,
        character: 0,
    };
    let mut starts = vec![here];
    for line in text
        .split_inclusive('\n')
        .filter(|line| line.ends_with('\n'))
    {
        here.byte += line.len();
        here.character += line.chars().count();
        starts.push(here);
    }
    starts
}

fn position(text: &str, starts: &[Start], byte: usize) -> (Position, usize) {
    let line = starts.partition_point(|start| start.byte <= byte);
    let start = starts[line - 1];
    let before = text[start.byte..byte].chars().count();
    let position = Position {
        line,
        column: before + 1,
    };
    (position, start.character + before)
}
