//! The register of people over the router, without a network.

mod pages;
mod scope;
mod tokens;

use crate::served::{Answer, Browser, Given, NOW, Served, found, open};

/// The offices of the shipped province with two administrators of the system (`quantri`,
/// `quantri2`), one of an office (`noivu`, at SNV) and a clerk (`motcua`, at MC-X24611).
fn serve() -> Served {
    let mut served = found(NOW, |_, _, _| (), |_| ());
    for (login, office, role) in [
        ("quantri", "STTTT", "system-admin"),
        ("quantri2", "STTTT", "system-admin"),
        ("noivu", "SNV", "office-admin"),
        ("motcua", "MC-X24611", "clerk"),
    ] {
        let posts = [(office, role)];
        let site = served.site.clone();
        let opened = std::thread::spawn(move || open(&site, login, login, &posts));
        served.people.insert(login.to_owned(), opened.join().expect("it is opened"));
    }
    served
}
