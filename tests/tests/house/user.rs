//! Accounts that the operator opens.

use std::path::Path;

use crate::program::{fail, succeed};

fn add<'a>(data: &'a str, login: &'a str, role: &'a str) -> Vec<&'a str> {
    let who = ["user", "add", "--data", data, "--login", login, "--name", "H'Linh Niê"];
    let post = ["--office", "MC-X24611", "--position", "Cán bộ một cửa", "--role", role, "--json"];
    who.into_iter().chain(post).collect()
}

#[test]
fn the_operator_opens_an_account_and_gets_one_code_for_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("data");
    let data = data.to_str().expect("a path");
    let province = Path::new(env!("CARGO_MANIFEST_DIR")).join("../province/dak-nong");
    succeed(&["init", "--data", data, "--province", province.to_str().expect("a path")]);
    let told = succeed(&add(data, "linh.hn", "clerk"));
    let told: serde_json::Value = serde_json::from_str(&told).expect("JSON");
    assert_eq!(told["set_up_code"].as_str().map(str::len), Some(23));
    assert_eq!(told["set_up_path"], "/set-up");
    assert!(fail(&add(data, "linh.hn", "clerk")).contains("account-login"), "the login is taken");
    assert!(fail(&add(data, "Linh", "clerk")).contains("small letters"));
    assert!(fail(&add(data, "khoi.tm", "emperor")).contains("emperor"));
    succeed(&add(data, "khoi.tm", "specialist"));
    assert!(succeed(&["verify", "--data", data]).len() > 1, "what was told is in order");
}
