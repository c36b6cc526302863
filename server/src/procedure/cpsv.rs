//! The catalogue as CPSV-AP 3.2.0 (Core Public Service Vocabulary) in Turtle.

#![expect(clippy::disallowed_methods, reason = "the export is written here")]

use std::fs;
use std::path::Path;

use domain::procedure::description::{Description, Fee, Party, Span, Unit};
use domain::wording::Wording;
use oxrdf::vocab::{rdf, xsd};
use oxrdf::{Literal, NamedNode, NamedOrBlankNode, Term, Triple};
use oxttl::TurtleSerializer;

use super::read;
use super::store;
use crate::commit::Error;
use crate::fault::Fault;
use crate::house::House;

const CV: &str = "http://data.europa.eu/m8g/";
const CPSV: &str = "http://purl.org/vocab/cpsv#";
const DCT: &str = "http://purl.org/dc/terms/";
const ELI: &str = "http://data.europa.eu/eli/ontology#";
const SKOS: &str = "http://www.w3.org/2004/02/skos/core#";
const DCAT: &str = "http://www.w3.org/ns/dcat#";
const ORG: &str = "http://www.w3.org/ns/org#";

/// Writes `catalogue.ttl` into a folder; answers how many services.
pub fn write(house: &House, folder: &Path, base: &str) -> Result<usize, Fault> {
    let day = house.source.law().date();
    let province = house.province()?;
    let services = house.db.read_now(move |tx| {
        let rows = tx.rows(&store::IN_FORCE, &[day.to_string().into()])?;
        let each = rows
            .iter()
            .map(|row| Ok::<_, Error>((row.text(0)?.to_owned(), read::parse(row.text(4)?)?)));
        each.collect::<Result<Vec<_>, _>>()
    })?;
    let graph = graph(base, &province.terms.name, &services);
    let wrong = |source: std::io::Error| Fault::Refused(format!("the graph: {source}"));
    let mut writer = serializer()?.for_writer(Vec::new());
    for triple in &graph {
        writer.serialize_triple(triple).map_err(wrong)?;
    }
    let bytes = writer.finish().map_err(wrong)?;
    fs::create_dir_all(folder).map_err(Fault::file(folder))?;
    let path = folder.join("catalogue.ttl");
    if path.exists() {
        let what = "it exists: name a new folder, nothing was written";
        return Err(Fault::Refused(format!("{}: {what}", path.display())));
    }
    fs::write(&path, bytes).map_err(Fault::file(&path))?;
    Ok(services.len())
}

fn serializer() -> Result<TurtleSerializer, Fault> {
    let mut serializer = TurtleSerializer::new();
    let prefixes = [
        ("cv", CV),
        ("cpsv", CPSV),
        ("dct", DCT),
        ("eli", ELI),
        ("skos", SKOS),
        ("dcat", DCAT),
        ("org", ORG),
    ];
    for (prefix, iri) in prefixes {
        serializer = serializer
            .with_prefix(prefix, iri)
            .map_err(|source| Fault::Refused(format!("prefix {prefix}: {source}")))?;
    }
    Ok(serializer)
}

/// The triples of a catalogue.
fn graph(base: &str, province: &str, services: &[(String, Description)]) -> Vec<Triple> {
    let mut graph = Graph { base: base.trim_end_matches('/').to_owned(), triples: Vec::new() };
    let place = graph.node("place/province");
    graph.kind(&place, DCT, "Location");
    let label = Wording::vietnamese(province);
    graph.text(&place, SKOS, "prefLabel", &label);
    let currency = graph.node("currency/VND");
    graph.concept(&currency, &Wording::vietnamese("VND"));
    for (code, of) in services {
        graph.service(code, of, &place, &currency);
    }
    graph.triples.sort_by_key(ToString::to_string);
    graph.triples.dedup();
    graph.triples
}

struct Graph {
    base: String,
    triples: Vec<Triple>,
}

impl Graph {
    fn node(&self, path: &str) -> NamedNode {
        // Every part of a path is a code, an id or a number.
        let path: String = path
            .chars()
            .map(|c| if c.is_ascii_alphanumeric() || "/-._".contains(c) { c } else { '-' })
            .collect();
        NamedNode::new_unchecked(format!("{}/{path}", self.base))
    }

    fn add(&mut self, subject: &NamedNode, vocabulary: &str, name: &str, object: impl Into<Term>) {
        let predicate = NamedNode::new_unchecked(format!("{vocabulary}{name}"));
        let subject = NamedOrBlankNode::from(subject.clone());
        self.triples.push(Triple { subject, predicate, object: object.into() });
    }

    fn kind(&mut self, subject: &NamedNode, vocabulary: &str, class: &str) {
        let class = NamedNode::new_unchecked(format!("{vocabulary}{class}"));
        let predicate = rdf::TYPE.into_owned();
        let subject = NamedOrBlankNode::from(subject.clone());
        self.triples.push(Triple { subject, predicate, object: class.into() });
    }

    /// A text in each language that it has.
    fn text(&mut self, subject: &NamedNode, vocabulary: &str, name: &str, text: &Wording) {
        let texts = [("vi", Some(&text.vi)), ("en", text.en.as_ref())];
        for (language, text) in texts {
            if let Some(text) = text.filter(|text| !text.is_empty()) {
                let literal = Literal::new_language_tagged_literal_unchecked(text, language);
                self.add(subject, vocabulary, name, literal);
            }
        }
    }

    fn identifier(&mut self, subject: &NamedNode, identifier: &str) {
        self.add(subject, DCT, "identifier", Literal::new_simple_literal(identifier));
    }

    fn concept(&mut self, subject: &NamedNode, label: &Wording) {
        self.kind(subject, SKOS, "Concept");
        self.text(subject, SKOS, "prefLabel", label);
    }

    fn service(&mut self, code: &str, of: &Description, place: &NamedNode, currency: &NamedNode) {
        let service = self.node(&format!("procedures/{code}"));
        self.kind(&service, CPSV, "PublicService");
        self.identifier(&service, code);
        self.text(&service, DCT, "title", &of.name);
        self.text(&service, DCT, "description", of.summary.as_ref().unwrap_or(&of.name));
        for word in &of.also {
            let literal = Literal::new_language_tagged_literal_unchecked(word, "vi");
            self.add(&service, DCAT, "keyword", literal);
        }
        self.add(&service, DCT, "spatial", place.clone());
        let field = of.field.code.clone().unwrap_or_else(|| "none".to_owned());
        let field_node = self.node(&format!("fields/{field}"));
        self.concept(&field_node, &of.field.name);
        self.add(&service, CV, "thematicArea", field_node);
        self.authorities(&service, code, of, place);
        self.papers(&service, code, of);
        self.channels(&service, code, of);
        for (at, fee) in of.fees.iter().enumerate() {
            self.cost(&service, code, at, fee, currency);
        }
        let slowest = of.limits.iter().filter_map(|limit| limit.committed.or(limit.legal));
        if let Some(time) = slowest.filter_map(duration).max_by_key(|(order, _)| *order) {
            let literal = Literal::new_typed_literal(time.1, xsd::DURATION);
            self.add(&service, CV, "processingTime", literal);
        }
        for (at, basis) in of.legal_basis.iter().enumerate() {
            let node = self.node(&format!("procedures/{code}/law/{at}"));
            self.kind(&node, ELI, "LegalResource");
            self.identifier(&node, &basis.number);
            self.add(&service, CV, "hasLegalResource", node);
        }
    }

    fn authorities(
        &mut self,
        service: &NamedNode,
        code: &str,
        of: &Description,
        place: &NamedNode,
    ) {
        let all = if of.competent.is_empty() { &of.executing } else { &of.competent };
        for (at, party) in all.iter().enumerate() {
            let (path, name) = match party {
                Party::Office(office) => (format!("offices/{office}"), office.as_str().into()),
                Party::Every { level, kind } => {
                    let kind = kind.as_deref().unwrap_or("any");
                    (format!("levels/{level}/{kind}"), level.as_str().into())
                }
                Party::Named(name) => (format!("procedures/{code}/authority/{at}"), name.clone()),
            };
            let node = self.node(&path);
            self.kind(&node, CV, "PublicOrganisation");
            self.text(&node, SKOS, "prefLabel", &name);
            self.add(&node, DCT, "spatial", place.clone());
            self.add(service, CV, "hasCompetentAuthority", node);
        }
    }

    fn papers(&mut self, service: &NamedNode, code: &str, of: &Description) {
        for one in &of.components {
            let node = self.node(&format!("procedures/{code}/components/{}", one.id));
            self.kind(&node, CV, "Evidence");
            self.identifier(&node, one.code.as_deref().unwrap_or(&one.id));
            self.text(&node, DCT, "title", &one.name);
            if let Some(condition) = &one.condition {
                self.text(&node, DCT, "description", condition);
            }
            self.add(service, CPSV, "hasInput", node);
        }
        for (at, result) in of.results.iter().enumerate() {
            let node = self.node(&format!("procedures/{code}/results/{at}"));
            self.kind(&node, CV, "Output");
            let fallback = format!("{code}-result-{at}");
            self.identifier(&node, result.code.as_deref().unwrap_or(&fallback));
            self.text(&node, DCT, "title", &result.name);
            self.add(service, CPSV, "produces", node);
        }
    }

    fn channels(&mut self, service: &NamedNode, code: &str, of: &Description) {
        for channel in &of.channels {
            let kind = self.node(&format!("channels/{}", channel.id()));
            self.concept(&kind, &channel.id().into());
            let node = self.node(&format!("procedures/{code}/channels/{}", channel.id()));
            self.kind(&node, CV, "Channel");
            self.identifier(&node, &format!("{code}-{}", channel.id()));
            self.add(&node, DCT, "type", kind);
            self.add(service, CV, "hasChannel", node);
        }
    }

    fn cost(
        &mut self,
        service: &NamedNode,
        code: &str,
        at: usize,
        fee: &Fee,
        currency: &NamedNode,
    ) {
        let node = self.node(&format!("procedures/{code}/fees/{at}"));
        self.kind(&node, CV, "Cost");
        self.identifier(&node, &format!("{code}-{}", fee.id));
        self.text(&node, DCT, "description", fee.condition.as_ref().unwrap_or(&fee.name));
        // A zero that nobody waived is no price.
        if let Some(sum) = fee.amount_vnd.filter(|sum| *sum > 0 || fee.exempt) {
            let literal = Literal::new_typed_literal(sum.to_string(), xsd::DOUBLE);
            self.add(&node, CV, "hasValue", literal);
            self.add(&node, CV, "currency", currency.clone());
        }
        self.add(service, CV, "hasCost", node);
    }
}

/// A time as xsd:duration, with a number that orders durations. A working day counts as a day.
fn duration(span: Span) -> Option<(u32, String)> {
    let quarters = span.quantity.quarters;
    let hours = match span.unit {
        Unit::WorkingDay | Unit::CalendarDay => quarters * 6,
        Unit::WorkingHour => quarters / 4,
        Unit::Month if quarters.is_multiple_of(4) => {
            return Some((quarters * 180, format!("P{}M", quarters / 4)));
        }
        Unit::SameDay => 24,
        Unit::Month | Unit::Other => return None,
    };
    let text = match (hours / 24, hours % 24) {
        (0, hours) => format!("PT{hours}H"),
        (days, 0) => format!("P{days}D"),
        (days, hours) => format!("P{days}DT{hours}H"),
    };
    Some((hours, text))
}
