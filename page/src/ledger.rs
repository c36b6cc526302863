//! The public page of the ledger.

use crate::layout::template;
use crate::{Layout, Page, Text};

/// A witness with its latest cosignature.
#[derive(Clone, Debug)]
pub struct WitnessRow {
    /// Its name.
    pub name: String,
    /// The size it cosigned.
    pub size: u64,
    /// How long ago, in seconds.
    pub age_seconds: u64,
}

/// The state of the ledger.
#[derive(Clone, Debug)]
pub struct Status {
    /// Its name.
    pub origin: String,
    /// Its root in base64.
    pub root: String,
    /// The signed checkpoint with its cosignatures; empty before the first.
    pub checkpoint: String,
    /// The verifier key.
    pub key: String,
    /// Witnesses.
    pub witnesses: Vec<WitnessRow>,
}

template!(Status, "ledger/status.html");

impl Page for Status {
    fn name(&self, text: Text) -> String {
        text.ledger_title()
    }

    fn render(&self, layout: &Layout) -> String {
        self.fill(layout)
    }

    fn samples() -> Vec<Status> {
        let full = Status {
            origin: "example.com/ledger".to_owned(),
            root: "gSKyXoYZUgZ6jduWYrkDOARinOMGJveXjgMkBTcdPlQ=".to_owned(),
            checkpoint: "example.com/ledger\n12\ngSKy…\n\n— example.com/ledger AAAA\n".to_owned(),
            key: "example.com/ledger+00000000+AAAA".to_owned(),
            witnesses: vec![WitnessRow { name: "w.example".to_owned(), size: 12, age_seconds: 4 }],
        };
        let fresh = Status { checkpoint: String::new(), witnesses: Vec::new(), ..full.clone() };
        vec![full, fresh]
    }
}
