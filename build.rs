//! Interim: generates the client without any check.
use progenitor::{GenerationSettings, Generator, HooksMode, InterfaceStyle};
fn main() {
    println!("cargo::rerun-if-changed=spec");
    println!("cargo::rerun-if-changed=build.rs");
    let text = std::fs::read_to_string("spec/dcs.yaml").unwrap();
    let mut v: serde_json::Value = serde_saphyr::from_str(&text).unwrap();
    for item in v["paths"].as_object_mut().unwrap().values_mut() {
        for op in item.as_object_mut().unwrap().values_mut() {
            op["responses"]
                .as_object_mut()
                .unwrap()
                .retain(|k, _| k == "200");
        }
    }
    v["components"]["schemas"]["ErrorResponse"] = serde_json::json!({"type":"object"});
    let spec: openapiv3::OpenAPI = serde_json::from_value(v).unwrap();
    let mut s = GenerationSettings::default();
    s.with_interface(InterfaceStyle::Builder)
        .with_hooks(HooksMode::Expected);
    s.with_inner_type("crate::transport::Transport".parse().unwrap());
    for n in ["ProjectId", "InstanceId", "BackupId", "Expiration"] {
        s.with_replacement(
            n,
            format!("crate::types::{n}"),
            [progenitor::TypeImpl::Display, progenitor::TypeImpl::FromStr].into_iter(),
        );
    }
    s.with_replacement(
        "PresignedLink",
        "crate::types::SecretText",
        std::iter::empty(),
    );
    for n in [
        "DownloadBackupFilesReq",
        "DownloadBackupFiles",
        "LinksItem",
        "ErrorResponse",
        "GatewayErrorResponse",
    ] {
        let mut p = progenitor::TypePatch::default();
        p.with_attr("#[cfg_attr(feature = \"schemars\", derive(::schemars::JsonSchema))]");
        s.with_patch(n, &p);
    }
    let tokens = Generator::new(&s).generate_tokens(&spec).unwrap();
    let code = prettyplease::unparse(&syn::parse2(tokens).unwrap());
    let extra = r##"
pub mod newtypes {
    use crate::types::{bounded_integer, patterned_string};
    patterned_string! { /// The id of a project.
        ProjectId, "project_id", "^[0-9A-Za-z_-]{1,64}$", 1..=64, b'0'..=b'9' | b'A'..=b'Z' | b'_' | b'a'..=b'z' | b'-' }
    patterned_string! { /// The id of an instance.
        InstanceId, "instance_id", "^[0-9A-Za-z_-]{1,64}$", 1..=64, b'0'..=b'9' | b'A'..=b'Z' | b'_' | b'a'..=b'z' | b'-' }
    patterned_string! { /// The id of a backup.
        BackupId, "backup_id", "^[0-9A-Za-z_-]{1,64}$", 1..=64, b'0'..=b'9' | b'A'..=b'Z' | b'_' | b'a'..=b'z' | b'-' }
    bounded_integer! { /// How long a link works.
        Expiration, "expiration", " s", 300..=86400 }
}
pub(crate) const OPERATIONS: &[crate::operation::Operation] = &[
    crate::operation::Operation { name: "ListBackupFileLinks", method: "list_backup_file_links", idempotent: true, empty_success: None, action: Some("dcs:instance:downloadBackupData") },
];
"##;
    std::fs::write(
        format!("{}/dcs.rs", std::env::var("OUT_DIR").unwrap()),
        code + extra,
    )
    .unwrap();
}
