//! Errors of the interface: RFC 9457 problems with a stable type and words in both languages.

use axum::body::Body;
use axum::extract::rejection::QueryRejection;
use axum::http::header::{CONTENT_TYPE, RETRY_AFTER};
use axum::http::{HeaderValue, Response, StatusCode};
use axum::response::IntoResponse;
use domain::access::Conjunct;
use domain::dossier::{At, Wrong};
use domain::refusal::Refusal;
use page::{Language, Text};
use serde::Serialize;
use utoipa::ToSchema;

use crate::commit::Error;
use crate::dossier::words;

/// A problem as the interface tells it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Problem {
    /// A stable name: `urn:motcua:problem:unknown-office`.
    #[serde(rename = "type")]
    pub kind: String,
    /// The HTTP status.
    pub status: u16,
    /// What is wrong and what to do, in Vietnamese.
    pub detail: String,
    /// The same in English.
    pub detail_en: String,
    /// What is wrong with single fields, each at its place.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldProblem>,
}

/// What is wrong with one field.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct FieldProblem {
    /// The place: `applicant.name`, `components[kq1]`.
    pub place: String,
    /// What is wrong and what to do, in Vietnamese.
    pub detail: String,
    /// The same in English.
    pub detail_en: String,
}

/// Nothing is there.
#[derive(Clone, Copy, Debug)]
pub struct Missing;

impl Problem {
    pub(crate) fn new(kind: &str, status: u16, detail: &str, detail_en: &str) -> Problem {
        Problem {
            kind: format!("urn:motcua:problem:{kind}"),
            status,
            detail: detail.to_owned(),
            detail_en: detail_en.to_owned(),
            errors: Vec::new(),
        }
    }

    /// A fault of the program: told to the operator's log, not to the caller.
    pub fn bug(source: &dyn std::fmt::Display) -> Problem {
        tracing::error!(%source, "a request failed");
        let detail = "Máy chủ gặp trục trặc; chưa có gì được ghi. Gửi lại sau.";
        let detail_en = "The server failed; nothing was recorded. Send it again later.";
        Problem::new("internal", 500, detail, detail_en)
    }

    /// Something in the request cannot be read: what, and what is expected.
    pub fn invalid(what: &str, expected: &str) -> Problem {
        let detail = format!("Giá trị `{what}` chưa đúng: {expected}.");
        let detail_en = format!("The value `{what}` is not right: {expected}.");
        Problem::new("invalid-parameter", 400, &detail, &detail_en)
    }

    /// No dossier has a code with a secret: which of the two is wrong is not told.
    pub fn untracked() -> Problem {
        let detail = "Mã hồ sơ hoặc mã tra cứu chưa đúng.";
        let detail_en = "The dossier code or the tracking code is not right.";
        Problem::new("untracked", 404, detail, detail_en)
    }

    /// Nobody signed in.
    pub fn sign_in() -> Problem {
        let detail = "Cần đăng nhập trước.";
        Problem::new("sign-in", 401, detail, "Sign in first.")
    }

    /// A token that is wrong or has ended.
    pub fn bad_token() -> Problem {
        let detail = "Mã truy cập không đúng hoặc đã hết hạn.";
        Problem::new("bad-token", 401, detail, "The token is not right, or has ended.")
    }

    /// A form that another site had the browser send, or one that is too old.
    pub fn from_elsewhere() -> Problem {
        let detail = "Trang gửi lên đã cũ hoặc không phải của hệ thống. Tải lại trang rồi gửi lại.";
        let detail_en =
            "The page was too old, or not one of ours. Load it again and send it again.";
        Problem::new("from-elsewhere", 403, detail, detail_en)
    }

    /// The table of rights says no.
    pub fn denied(conjunct: Conjunct) -> Problem {
        let detail = format!("Không có quyền làm việc này ({}).", conjunct.id());
        let detail_en = format!("This is not for you to do ({}).", conjunct.id());
        Problem::new(&format!("denied-{}", conjunct.id()), 403, &detail, &detail_en)
    }

    /// A dossier cannot be taken in, or an act on it is not possible.
    fn dossier(wrong: &Wrong) -> Problem {
        let (vi, en) = (Text::new(Language::Vietnamese), Text::new(Language::English));
        let told = (words::wrong(vi, wrong), words::wrong(en, wrong));
        let problem = Problem::new(wrong.key(), wrong.status(), &told.0, &told.1);
        let Wrong::Fields(fields) = wrong else { return problem };
        let field = |at: &At| FieldProblem {
            place: at.place.clone(),
            detail: words::flaw(vi, at),
            detail_en: words::flaw(en, at),
        };
        Problem { errors: fields.iter().map(field).collect(), ..problem }
    }

    /// It was told, but no signed checkpoint covers it yet.
    pub fn not_yet() -> Problem {
        let detail = "Sổ cái chưa niêm mục này; hỏi lại sau một giây.";
        Problem::new("not-yet", 202, detail, "The log has not sealed it yet; ask in a second.")
    }

    /// No such thing.
    pub fn not_found() -> Problem {
        let detail = "Không có mục này. Xem lại mã hoặc đường dẫn.";
        let detail_en = "There is no such thing. Look at the code or the path again.";
        Problem::new("not-found", 404, detail, detail_en)
    }

    /// The method is not for this path.
    pub fn method_not_allowed() -> Problem {
        let detail = "Đường dẫn này không nhận phương thức đó.";
        Problem::new("method-not-allowed", 405, detail, "The path does not take this method.")
    }

    /// Too many requests from one address.
    pub fn too_many() -> Problem {
        let detail = "Gửi quá nhanh; chờ một phút rồi thử lại.";
        let detail_en = "Too many requests; wait a minute and try again.";
        Problem::new("too-many-requests", 429, detail, detail_en)
    }

    /// Too many guesses at one secret.
    pub fn wait(seconds: i64) -> Problem {
        let detail = format!("Đã thử nhiều lần; chờ {seconds} giây rồi thử lại.");
        let detail_en = format!("There were many attempts; wait {seconds} seconds and try again.");
        Problem::new("too-many-attempts", 429, &detail, &detail_en)
    }

    /// The server is too busy.
    pub fn busy() -> Problem {
        let detail = "Máy chủ đang quá tải; chờ vài giây rồi thử lại. Chưa có gì được ghi.";
        let detail_en =
            "The server is too busy; wait some seconds and try again. Nothing was recorded.";
        Problem::new("busy", 503, detail, detail_en)
    }
}

impl From<Missing> for Problem {
    fn from(_: Missing) -> Problem {
        Problem::not_found()
    }
}

impl From<db::Error> for Problem {
    fn from(error: db::Error) -> Problem {
        match error {
            db::Error::Busy | db::Error::ReadTooLong(_) => Problem::busy(),
            other => Problem::bug(&other),
        }
    }
}

impl From<Error> for Problem {
    fn from(error: Error) -> Problem {
        match error {
            Error::Refused(Refusal::Dossier(wrong)) => Problem::dossier(&wrong),
            Error::Refused(Refusal::Report(wrong)) => crate::report::words::refused(&wrong),
            Error::Refused(refusal) => {
                let text = refusal.to_string();
                Problem::new(refusal.key(), refusal.status(), &text, &text)
            }
            Error::KeyReused(_) => {
                let detail = "Khóa gửi lại đã dùng cho nội dung khác. Dùng khóa mới.";
                let detail_en = "The idempotency key was used with another body. Use a new key.";
                Problem::new("key-reused", 422, detail, detail_en)
            }
            Error::Busy | Error::Closed => Problem::busy(),
            Error::Database(error) => error.into(),
            other => Problem::bug(&other),
        }
    }
}

impl From<QueryRejection> for Problem {
    fn from(rejection: QueryRejection) -> Problem {
        Problem::invalid("query", &rejection.body_text())
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response<Body> {
        let body = serde_json::to_vec(&self).unwrap_or_default();
        let mut response = Response::new(Body::from(body));
        let status = StatusCode::from_u16(self.status);
        *response.status_mut() = status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        if matches!(self.status, 429 | 503) {
            let seconds = if self.status == 429 { "60" } else { "2" };
            headers.insert(RETRY_AFTER, HeaderValue::from_static(seconds));
        }
        response
    }
}
