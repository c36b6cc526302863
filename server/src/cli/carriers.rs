//! The file that says what carries messages to people: `carriers.toml` in the data directory.
//!
//! Secrets stand in files of their own that nobody but their owner may read.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::fault::Fault;
use crate::outbox::mail::{self, Mail, Security};
use crate::outbox::sms::{self, Body, Sms};
use crate::outbox::{Carriers, Way};

/// The file's name in the data directory.
pub(super) const FILE: &str = "carriers.toml";

/// What is written in the file. Files that it names stand beside it, unless they are absolute.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    mail: Option<MailWritten>,
    sms: Option<SmsWritten>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct MailWritten {
    server: String,
    port: Option<u16>,
    security: Security,
    from: String,
    user: Option<String>,
    password_file: Option<PathBuf>,
    authority_file: Option<PathBuf>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct SmsWritten {
    url: String,
    sender: String,
    json: Option<serde_json::Value>,
    form: Option<BTreeMap<String, String>>,
    authorization_file: Option<PathBuf>,
    secret_file: Option<PathBuf>,
    #[serde(default)]
    unmarked: bool,
    taken: Option<TakenWritten>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct TakenWritten {
    at: String,
    is: String,
}

/// Sets the carriers up that a file names: the one that is named, else the one in the data
/// directory, else none.
#[expect(clippy::disallowed_methods, reason = "the operator's own file is read here")]
pub(super) fn read(named: Option<&Path>, data: &Path) -> Result<Carriers, Fault> {
    let path = named.map_or_else(|| data.join(FILE), Path::to_owned);
    let text = match std::fs::read_to_string(&path) {
        Ok(text) => text,
        Err(source) if source.kind() == std::io::ErrorKind::NotFound && named.is_none() => {
            return Ok(Vec::new());
        }
        Err(source) => return Err(Fault::file(path)(source)),
    };
    let wrong = |what: String| Fault::Refused(format!("{}: {what}", path.display()));
    let written: Written = toml::from_str(&text).map_err(|source| wrong(source.to_string()))?;
    let beside = path.parent().unwrap_or(data);
    let mut carriers = Carriers::new();
    if let Some(mail) = written.mail {
        let mail = Mail::new(mail.settings(beside, &wrong)?);
        carriers.push((Way::Mail, Box::new(mail.map_err(|what| wrong(format!("[mail] {what}")))?)));
    }
    if let Some(sms) = written.sms {
        let sms = Sms::new(sms.settings(beside, &wrong)?);
        carriers.push((Way::Sms, Box::new(sms.map_err(|what| wrong(format!("[sms] {what}")))?)));
    }
    Ok(carriers)
}

impl MailWritten {
    #[expect(clippy::disallowed_methods, reason = "a file that the operator names is read here")]
    fn settings(
        self,
        beside: &Path,
        wrong: &dyn Fn(String) -> Fault,
    ) -> Result<mail::Settings, Fault> {
        let login = match (self.user, self.password_file) {
            (Some(user), Some(path)) => Some((user, secret(&beside.join(path))?)),
            (None, None) => None,
            (Some(_), None) | (None, Some(_)) => {
                let what = "[mail] `user` and `password_file` belong together: write both or none";
                return Err(wrong(what.to_owned()));
            }
        };
        let authority = self.authority_file.map(|path| beside.join(path));
        let authority =
            authority.map(|path| std::fs::read(&path).map_err(Fault::file(path))).transpose()?;
        let port = self.port.unwrap_or_else(|| self.security.port());
        let (server, security, from) = (self.server, self.security, self.from);
        Ok(mail::Settings { server, port, security, from, login, authority })
    }
}

impl SmsWritten {
    fn settings(
        self,
        beside: &Path,
        wrong: &dyn Fn(String) -> Fault,
    ) -> Result<sms::Settings, Fault> {
        let body = match (self.json, self.form) {
            (Some(json), None) => Body::Json(json),
            (None, Some(form)) => Body::Form(form.into_iter().collect()),
            (Some(_), Some(_)) | (None, None) => {
                let what = "[sms] write what the gateway is sent, as [sms.json] or as [sms.form]";
                return Err(wrong(what.to_owned()));
            }
        };
        let read = |path: Option<PathBuf>| path.map(|it| secret(&beside.join(it))).transpose();
        Ok(sms::Settings {
            url: self.url,
            body,
            sender: self.sender,
            authorization: read(self.authorization_file)?,
            secret: read(self.secret_file)?,
            unmarked: self.unmarked,
            taken: self.taken.map(|it| (it.at, it.is)),
        })
    }
}

/// Reads a secret, unless somebody else could too.
#[expect(clippy::disallowed_methods, reason = "a file that the operator names is read here")]
fn secret(path: &Path) -> Result<String, Fault> {
    use std::os::unix::fs::PermissionsExt;
    let about = std::fs::metadata(path).map_err(Fault::file(path))?;
    if about.permissions().mode() & 0o077 != 0 {
        let at = path.display();
        let what = "others on this machine may read this secret: chmod 600";
        return Err(Fault::Refused(format!("{at}: {what} {at}")));
    }
    let text = std::fs::read_to_string(path).map_err(Fault::file(path))?;
    let text = text.trim_end_matches(['\r', '\n']);
    if text.is_empty() {
        return Err(Fault::Refused(format!("{}: it is empty: write the secret", path.display())));
    }
    Ok(text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A data directory with a file of carriers and a secret, of a mode.
    #[expect(clippy::disallowed_methods, reason = "the test writes an operator's files")]
    fn data(text: &str, mode: u32) -> tempfile::TempDir {
        use std::os::unix::fs::PermissionsExt;
        let data = tempfile::tempdir().expect("a folder");
        std::fs::write(data.path().join(FILE), text).expect("written");
        let secret = data.path().join("secret");
        std::fs::write(&secret, "s3cret\n").expect("written");
        let permissions = std::fs::Permissions::from_mode(mode);
        std::fs::set_permissions(secret, permissions).expect("set");
        data
    }

    const BOTH: &str = r#"
[mail]
server = "smtp.example.vn"
security = "starttls"
from = "Một Cửa <motcua@example.vn>"
user = "motcua"
password_file = "secret"

[sms]
url = "https://sms.example.vn/send"
sender = "MOTCUA"
authorization_file = "secret"
[sms.json]
to = "{to}"
text = "{text}"
"#;

    fn refused(text: &str) -> String {
        let data = data(text, 0o600);
        read(None, data.path()).err().expect("it is refused").to_string()
    }

    #[test]
    fn a_file_in_the_data_directory_sets_both_ways_up() {
        let data = data(BOTH, 0o600);
        let carriers = read(None, data.path()).expect("it is right");
        let names: Vec<(Way, &str)> =
            carriers.iter().map(|(way, carrier)| (*way, carrier.name())).collect();
        assert_eq!(names, [(Way::Mail, "smtp.example.vn:587"), (Way::Sms, "sms.example.vn")]);
    }

    #[test]
    fn a_house_may_be_without_carriers_but_not_without_the_file_that_was_named() {
        let empty = tempfile::tempdir().expect("a folder");
        assert!(read(None, empty.path()).expect("none is set up").is_empty());
        let named = empty.path().join("other.toml");
        let fault = read(Some(&named), empty.path()).err().expect("it is refused").to_string();
        assert!(fault.contains("other.toml"), "{fault}");
    }

    #[test]
    fn a_secret_that_others_may_read_is_refused() {
        let data = data(BOTH, 0o640);
        let fault = read(None, data.path()).err().expect("it is refused").to_string();
        assert!(fault.contains("secret") && fault.contains("chmod 600"), "{fault}");
        assert!(!fault.contains("s3cret"), "it is not told");
    }

    #[test]
    fn what_is_wrong_with_the_file_is_said_with_its_place() {
        for (from, to, said) in [
            ("security = \"starttls\"", "security = \"ssl\"", "line 4"),
            ("user = \"motcua\"\n", "", "`user` and `password_file`"),
            ("sender = \"MOTCUA\"", "brand = \"MOTCUA\"", "brand"),
            ("text = \"{text}\"", "", "{text}"),
            ("[sms.json]", "[sms.yaml]", "yaml"),
            ("[sms.json]\nto = \"{to}\"\ntext = \"{text}\"\n", "", "[sms.form]"),
            ("https://sms", "http://sms", "https://"),
            ("password_file = \"secret\"", "password_file = \"nothing\"", "nothing"),
        ] {
            assert!(BOTH.contains(from), "{from}");
            let fault = refused(&BOTH.replace(from, to));
            assert!(fault.contains(said), "{said} in {fault}");
        }
    }
}
