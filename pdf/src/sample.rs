//! What the samples share; nobody of it lives.

use jiff::civil::date;

use crate::paper::{Contact, Letterhead, Signer, Subject, Title};

pub(crate) fn title(number: &str, title: &str) -> Title {
    Title {
        number: number.to_owned(),
        title: title.to_owned(),
        source: "TT 03/2025/TT-VPCP".to_owned(),
    }
}

pub(crate) fn letterhead() -> Letterhead {
    Letterhead {
        superior: "Ủy ban nhân dân xã Đắk Mẫu".to_owned(),
        office: "Trung tâm Phục vụ hành chính công".to_owned(),
        number: "125/TTPVHCC".to_owned(),
        place: "Đắk Mẫu".to_owned(),
        date: date(2026, 7, 13),
    }
}

pub(crate) fn subject() -> Subject {
    Subject {
        code: "H16.20.12-260713-0042".to_owned(),
        applicant: Contact {
            name: "Nguyễn Văn Mẫu".to_owned(),
            address: "Thôn 3, xã Đắk Mẫu, tỉnh Lâm Đồng".to_owned(),
            phone: "0900 000 001".to_owned(),
            email: "nguyen.van.mau@example.vn".to_owned(),
        },
        procedure: "Cấp giấy phép xây dựng mới đối với nhà ở riêng lẻ".to_owned(),
    }
}

pub(crate) fn citizen() -> Signer {
    Signer { name: "Nguyễn Văn Mẫu".to_owned(), ..Signer::default() }
}

pub(crate) fn officer() -> Signer {
    Signer {
        post: "Chuyên viên".to_owned(), name: "Trần Thị Mẫu".to_owned(), ..Signer::default()
    }
}

pub(crate) fn leader() -> Signer {
    Signer {
        post: "Giám đốc".to_owned(), name: "Lê Hữu Mẫu".to_owned(), ..Signer::default()
    }
}
