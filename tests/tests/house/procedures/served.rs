//! A house asked over its router, without a network.

use std::net::SocketAddr;
use std::thread::JoinHandle;

use axum::body::{Body, to_bytes};
use axum::extract::ConnectInfo;
use axum::http::Request;
use axum::{Extension, Router};
use domain::LawTime;
use jiff::civil::{Date, date};
use serde_json::Value as Json;
use server::commit::BATCH_MAX;
use server::web::Site;
use server::web::router::router;
use tokio::runtime::Runtime;
use tower::ServiceExt;

use crate::commands::START;
use crate::ground::Ground;

const DAY_US: i64 = 86_400_000_000;
const BODY_BYTES_MAX: usize = 8 << 20;

/// A served house; the door closes with the value.
pub(crate) struct Served {
    site: Option<(Site, Router)>,
    runtime: Runtime,
    door: Option<JoinHandle<()>>,
}

impl Served {
    pub(crate) fn new(ground: &Ground) -> Served {
        let house = ground.house.clone();
        let province = house.province().expect("a province");
        let (door, thread) = house.door(BATCH_MAX).expect("the door opens");
        let site = Site::new(house, door, province, Vec::new(), "http://localhost".to_owned());
        site.note_head(site.house().head().expect("a head"));
        let peer = Extension(ConnectInfo(SocketAddr::from(([127, 0, 0, 1], 9))));
        let router = router(site.clone()).layer(peer);
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        let runtime = runtime.expect("a runtime");
        Served { site: Some((site, router)), runtime, door: Some(thread) }
    }

    /// Lets law time pass, or goes back, to 08:00 of a day.
    pub(crate) fn shift_to(&self, day: &str) {
        let (site, _) = self.site.as_ref().expect("invariant: it is there until it is dropped");
        let day: Date = day.parse().expect("a day");
        let days = (day - date(2019, 12, 16)).get_days();
        site.house().source.shift_to(LawTime(START.0 + i64::from(days) * DAY_US));
    }

    pub(crate) fn get(&self, path: &str) -> (u16, String) {
        let (_, router) = self.site.as_ref().expect("invariant: it is there until it is dropped");
        let request = Request::get(path).body(Body::empty()).expect("a request");
        self.runtime.block_on(async {
            let response = router.clone().oneshot(request).await.expect("an answer");
            let status = response.status().as_u16();
            let body = to_bytes(response.into_body(), BODY_BYTES_MAX).await.expect("a body");
            (status, String::from_utf8(body.to_vec()).expect("a text"))
        })
    }

    /// An answer of the interface that must be there.
    pub(crate) fn json(&self, path: &str) -> Json {
        let (status, body) = self.get(&format!("/api/v1{path}"));
        assert_eq!(status, 200, "{path}: {body}");
        serde_json::from_str(&body).expect("it is JSON")
    }

    /// The status of an answer of the interface.
    pub(crate) fn status(&self, path: &str) -> u16 {
        self.get(&format!("/api/v1{path}")).0
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        drop(self.site.take());
        if let Some(door) = self.door.take() {
            door.join().expect("the commit thread ends well");
        }
    }
}
