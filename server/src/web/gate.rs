//! The gate of every address: each route names its action, and nobody passes without the right.
//!
//! Before a handler runs, the gate asks whether the caller could do the action at all; the
//! handler then asks for the record that it is about. Both ask the one table of rights.

use std::collections::HashMap;
use std::sync::Arc;

use axum::body::Body;
use axum::extract::{FromRequestParts, MatchedPath, Request, State};
use axum::handler::Handler;
use axum::http::request::Parts;
use axum::http::{Method, Response};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Redirect};
use axum::routing::{MethodFilter, MethodRouter, get, on, post};
use domain::access::{
    self, Action, Asking, Conjunct, Denied, Granted, Purpose, Seat, Thing, Who, Why,
};
use domain::reading::{self, Reading};
use domain::{Command, StreamId};
use utoipa_axum::router::{OpenApiRouter, UtoipaMethodRouter};

use super::address::with_query;
use super::caller::Caller;
use super::layers::PROGRAMS;
use super::problem::Problem;
use super::state::Site;
use crate::commit::Request as Asked;

/// A route with the action that it needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Route {
    /// The method.
    pub method: Method,
    /// The path with its parameters: `/offices/{code}`.
    pub path: String,
    /// The action.
    pub action: Action,
}

/// Routes as they are declared: there is no way to add one without its action.
pub struct Routes {
    pages: axum::Router<Site>,
    interface: OpenApiRouter<Site>,
    declared: Vec<Route>,
}

/// Where the interface stands.
pub const INTERFACE: &str = "/api/v1";

impl Routes {
    /// No routes yet; `interface` has the head of the interface's description.
    pub fn new(interface: OpenApiRouter<Site>) -> Routes {
        Routes { pages: axum::Router::new(), interface, declared: Vec::new() }
    }

    /// A page or file to read.
    #[must_use]
    pub fn get<H, T>(self, path: &str, action: Action, handler: H) -> Routes
    where
        H: Handler<T, Site>,
        T: 'static,
    {
        self.add(path, action, Method::GET, get(handler))
    }

    /// A form to send.
    #[must_use]
    pub fn post<H, T>(self, path: &str, action: Action, handler: H) -> Routes
    where
        H: Handler<T, Site>,
        T: 'static,
    {
        self.add(path, action, Method::POST, post(handler))
    }

    /// What a script sends or asks, by a method of its own.
    #[must_use]
    pub fn script<H, T>(self, method: Method, path: &str, action: Action, handler: H) -> Routes
    where
        H: Handler<T, Site>,
        T: 'static,
    {
        let filter = MethodFilter::try_from(method.clone());
        let filter = filter.expect("invariant: routes have methods of HTTP");
        self.add(path, action, method, on(filter, handler))
    }

    fn add(
        mut self,
        path: &str,
        action: Action,
        method: Method,
        handler: MethodRouter<Site>,
    ) -> Routes {
        self.declared.push(Route { method, path: path.to_owned(), action });
        Routes { pages: self.pages.route(path, handler), ..self }
    }

    /// A handler of the interface, which describes its own method and path.
    #[must_use]
    pub fn interface(mut self, action: Action, handler: UtoipaMethodRouter<Site>) -> Routes {
        for (path, item) in &handler.1.paths {
            let methods = [
                (Method::GET, &item.get),
                (Method::POST, &item.post),
                (Method::PUT, &item.put),
                (Method::PATCH, &item.patch),
                (Method::DELETE, &item.delete),
                (Method::OPTIONS, &item.options),
            ];
            for (method, _) in methods.into_iter().filter(|(_, described)| described.is_some()) {
                self.declared.push(Route { method, path: format!("{INTERFACE}{path}"), action });
            }
        }
        let nested = OpenApiRouter::new().nest(INTERFACE, OpenApiRouter::new().routes(handler));
        Routes { interface: self.interface.merge(nested), ..self }
    }

    /// Everything that was declared.
    pub fn declared(&self) -> &[Route] {
        &self.declared
    }

    /// The router with its gate, and the description of the interface.
    pub fn build(self, site: &Site) -> (axum::Router<Site>, utoipa::openapi::OpenApi) {
        let (interface, document) = self.interface.split_for_parts();
        let rights = self.declared.into_iter().map(|it| ((it.method, it.path), it.action));
        let rights: Arc<Rights> = Arc::new(rights.collect());
        let guarded = self.pages.merge(interface);
        (guarded.route_layer(from_fn_with_state((site.clone(), rights), check)), document)
    }
}

type Rights = HashMap<(Method, String), Action>;

async fn check(
    State((site, rights)): State<(Site, Arc<Rights>)>,
    mut request: Request,
    next: Next,
) -> Response<Body> {
    // A head is asked for like the page.
    let method = match request.method() {
        &Method::HEAD => Method::GET,
        method => method.clone(),
    };
    let matched = request.extensions().get::<MatchedPath>().map(|it| it.as_str().to_owned());
    let action = matched.and_then(|path| rights.get(&(method, path)).copied());
    // A path that has other methods only: the router answers 405 by itself.
    let Some(action) = action else { return next.run(request).await };
    let caller = request.extensions().get::<Caller>().cloned().unwrap_or_default();
    let back = request.uri().path_and_query().map_or("/", |it| it.as_str()).to_owned();
    let gate = Gate { site, caller, action, path: request.uri().path().to_owned(), back };
    if let Err(denied) = access::could(gate.caller.who(), action) {
        if gate.caller.locked().is_some()
            && !PROGRAMS.iter().any(|known| gate.path.starts_with(known))
        {
            return Redirect::to(&with_query("/lock", &[("next", &gate.path)])).into_response();
        }
        return gate.refuse(denied).into_response();
    }
    request.extensions_mut().insert(gate);
    next.run(request).await
}

/// What a handler asks whether its caller may go on.
#[derive(Clone)]
pub struct Gate {
    site: Site,
    caller: Caller,
    action: Action,
    path: String,
    /// The path with its query, to come back to after a sign-in.
    back: String,
}

impl Gate {
    /// The caller.
    pub fn caller(&self) -> &Caller {
        &self.caller
    }

    /// The action that the route declared.
    pub fn action(&self) -> Action {
        self.action
    }

    /// Whether the caller may do the route's action with a record; reads nothing personal.
    pub fn may(&self, thing: &Thing) -> Result<Granted, Refused> {
        self.may_do(self.action, thing, None)
    }

    /// Whether the caller may do another action, as a part of this one.
    pub fn may_do(
        &self,
        action: Action,
        thing: &Thing,
        purpose: Option<Purpose>,
    ) -> Result<Granted, Refused> {
        let asking = Asking { who: self.caller.who(), action, thing, purpose };
        access::decide(&asking).map_err(|denied| self.refuse(denied))
    }

    /// Whether the caller may read a record of somebody's personal data; answers when it is
    /// durably recorded that they did.
    pub async fn read(
        &self,
        thing: &Thing,
        purpose: Option<Purpose>,
        read: Read<'_>,
    ) -> Result<Granted, Problem> {
        let granted = self.may_do(self.action, thing, purpose).map_err(Problem::from)?;
        let (Some(purpose), Some(reader)) = (purpose, self.caller.account()) else {
            return Ok(granted);
        };
        if !granted.recorded {
            return Ok(granted);
        }
        let Why::Post { office, position, .. } = &granted.why else { return Ok(granted) };
        let seat = (office.as_str(), position.as_str());
        // What a broken glass alone opens is read for its emergency, whatever the page is for.
        let purpose =
            if self.by_glass_alone(thing, purpose) { Purpose::Emergency } else { purpose };
        self.record(seat, reader, thing.stream.clone(), purpose, read).await?;
        Ok(granted)
    }

    /// Whether the caller may do the route's action with a record by a broken glass, and by nothing
    /// else: to read, and to change nothing.
    pub fn by_glass_alone(&self, thing: &Thing, purpose: Purpose) -> bool {
        let who = self.caller.who();
        if who.glass.is_empty() || purpose == Purpose::Emergency {
            return false;
        }
        let who = Who { glass: Vec::new(), ..who.clone() };
        let asking = Asking { who: &who, action: self.action, thing, purpose: Some(purpose) };
        access::decide(&asking).is_err()
    }

    /// Records that somebody looked at a list of personal data that their post gives them; answers
    /// when it is durable. What the list may hold is decided by whoever makes it.
    pub async fn note(&self, seat: &Seat, purpose: Purpose, read: Read<'_>) -> Result<(), Problem> {
        match self.caller.account() {
            Some(reader) => {
                let seat = (seat.office.as_str(), seat.position.as_str());
                self.record(seat, reader, None, purpose, read).await
            }
            None => Ok(()),
        }
    }

    async fn record(
        &self,
        (office, position): (&str, &str),
        reader: &StreamId,
        subject: Option<StreamId>,
        purpose: Purpose,
        read: Read<'_>,
    ) -> Result<(), Problem> {
        let reading = Reading {
            subject,
            person: read.person.cloned(),
            action: self.action,
            purpose,
            position: position.to_owned(),
            rows: read.rows,
        };
        let command = Command::Reading(reading::Command::Record {
            day: self.site.law_now().date(),
            reader: reader.clone(),
            reading,
            query: read.query.map(str::to_owned),
        });
        let actor = self.caller.actor(office);
        self.site.door().commit(Asked { actor, command, key: None }).await?;
        Ok(())
    }

    /// The actor of commands, for the office by which the caller may.
    pub fn actor(&self, granted: &Granted) -> domain::event::Actor {
        match &granted.why {
            Why::Post { office, .. } => self.caller.actor(office),
            Why::Own | Why::Everybody => self.caller.actor(""),
        }
    }

    /// Says that the caller may not, and notes that they asked.
    pub fn refuse(&self, Denied(conjunct): Denied) -> Refused {
        let account = self.caller.account().map_or("visitor", StreamId::as_str);
        let (action, why) = (self.action.id(), conjunct.id());
        tracing::warn!(account, action, why, path = self.path, "denied");
        Refused { conjunct, back: self.back.clone() }
    }
}

/// What of a record was read, for the record of readings.
#[derive(Clone, Copy, Debug, Default)]
pub struct Read<'a> {
    /// The account whose data it is.
    pub person: Option<&'a StreamId>,
    /// How many records a list showed.
    pub rows: Option<u32>,
    /// The question of a list.
    pub query: Option<&'a str>,
}

impl<S: Send + Sync> FromRequestParts<S> for Gate {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Gate, Problem> {
        let gate = parts.extensions.get::<Gate>().cloned();
        gate.ok_or_else(|| Problem::bug(&"a handler stands outside the gate"))
    }
}

/// The answer "no" to a request.
#[derive(Clone, Debug)]
pub struct Refused {
    /// What failed.
    pub conjunct: Conjunct,
    back: String,
}

impl From<Refused> for Problem {
    fn from(refused: Refused) -> Problem {
        match refused.conjunct {
            Conjunct::SignedIn => Problem::sign_in(),
            other => Problem::denied(other),
        }
    }
}

impl IntoResponse for Refused {
    /// A visitor is led to the sign-in and back; who signed in too weakly, to the second factor;
    /// everybody else is told why not. Programs get a problem.
    fn into_response(self) -> Response<Body> {
        if PROGRAMS.iter().any(|known| self.back.starts_with(known)) {
            return Problem::from(self).into_response();
        }
        let back = [("next", self.back.as_str())];
        match self.conjunct {
            Conjunct::SignedIn => Redirect::to(&with_query("/sign-in", &back)).into_response(),
            Conjunct::Factor => Redirect::to(&with_query("/sign-in/again", &back)).into_response(),
            _ => Problem::from(self).into_response(),
        }
    }
}
