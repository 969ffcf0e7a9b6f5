//! What the YAML says of an operation beyond its generated method.

use careful_http::Idempotency;

/// One operation of a service; the build script writes the table of them.
#[derive(Debug)]
pub struct Operation {
    /// The vendor's name, `operationId` in the YAML.
    pub name: &'static str,
    /// The generated method's name, by which the hooks know the operation.
    pub method: &'static str,
    /// The method of the request, in capitals.
    pub http_method: &'static str,
    /// The template of the path.
    pub path: &'static str,
    /// Whether sending the request twice has the same effect as sending it once.
    pub idempotent: bool,
    /// A bodiless success beside the one with a body; the transport gives it the body `{}`.
    pub empty_success: Option<u16>,
    /// Whether a field of an answer that holds `{}` has no value; the transport makes it `null`.
    pub empty_object_is_null: bool,
    /// The permission that a caller needs, as the vendor names the action.
    pub action: Option<&'static str>,
}

impl Operation {
    /// Stands in for an operation that the table lacks, which the build script rules out.
    pub const UNKNOWN: Self = Self {
        name: "operation",
        method: "",
        http_method: "",
        path: "",
        idempotent: false,
        empty_success: None,
        empty_object_is_null: false,
        action: None,
    };

    /// Whether it may be sent twice.
    pub fn idempotency(&self) -> Idempotency {
        match self.idempotent {
            true => Idempotency::Idempotent,
            false => Idempotency::NotIdempotent,
        }
    }

    /// The operation with a generated method of this name.
    pub fn of(operations: &'static [Self], method: &str) -> &'static Self {
        operations.iter().find(|operation| operation.method == method).unwrap_or(&Self::UNKNOWN)
    }
}
