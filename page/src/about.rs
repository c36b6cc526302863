//! Pages about the site itself.

use crate::layout::template;
use crate::{Layout, Page, Text};

/// What is sample data, and why.
#[derive(Clone, Copy, Debug)]
pub struct Sample;

impl Sample {
    fn paragraphs(self, text: &Text) -> [String; 3] {
        [text.sample_text_1(), text.sample_text_2(), text.sample_text_3()]
    }
}

template!(Sample, "sample.html");

impl Page for Sample {
    fn name(&self, text: Text) -> String {
        text.sample_title()
    }

    fn render(&self, layout: &Layout) -> String {
        self.fill(layout)
    }

    fn samples() -> Vec<Sample> {
        vec![Sample]
    }
}

/// The programming interface for people.
#[derive(Clone, Copy, Debug)]
pub struct Api;

impl Api {
    /// Paths with what they give.
    fn rows(&self, text: &Text) -> Vec<(&'static str, &'static str, String)> {
        vec![
            (
                "/api/v1/offices",
                "GET /api/v1/offices?q=&level=&at=&cursor=&limit=",
                text.api_offices(),
            ),
            ("/api/v1/offices/UBND", "GET /api/v1/offices/{code}?at=", text.api_office()),
            ("/ledger/checkpoint", "GET /ledger/checkpoint", text.api_checkpoint()),
            ("/ledger/key", "GET /ledger/key", text.api_key()),
            (
                "",
                "GET /ledger/tile/{L}/{N}[.p/{W}], /ledger/tile/entries/{N}[.p/{W}]",
                text.api_tiles(),
            ),
            ("/api/openapi.json", "GET /api/openapi.json", text.api_openapi()),
        ]
    }
}

template!(Api, "api.html");

impl Page for Api {
    fn name(&self, text: Text) -> String {
        text.api_title()
    }

    fn render(&self, layout: &Layout) -> String {
        self.fill(layout)
    }

    fn samples() -> Vec<Api> {
        vec![Api]
    }
}
