//! The keywords that each kind of object must and may have.
//!
//! The tables are smaller than OpenAPI: what is not in them would be ignored or misunderstood
//! further on, so it is refused.

use crate::{
    rules::{
        document,
        operations::{operation, parameter, path_item, request_body},
        schemas::{TYPES, schema},
        table_only,
    },
    shape::{
        Kind,
        Need::{May, Must},
        Shape::{self, Any, Count, Flag, List, Map, Object, Text, True, Whole, Word},
    },
};

/// `NAME: what, [section of components,] [rule,] { keyword need shape … }`
macro_rules! kinds {
    ($($name:ident: $what:literal, $section:expr, $rule:expr, {
        $($keyword:literal $need:ident $shape:expr;)*
    })*) => {$(
        pub(crate) static $name: Kind = Kind {
            what: $what,
            section: $section,
            keywords: &[$(($keyword, $need, $shape)),*],
            rule: $rule,
        };
    )*};
}

kinds! {
    DOCUMENT: "the document", None, document, {
        "openapi" Must Text;
        "info" Must Object(&INFO);
        "servers" May List(&Object(&SERVER));
        "tags" May List(&Object(&TAG));
        "security" May SECURITY;
        "paths" Must Map(&Object(&PATH_ITEM));
        "components" May Object(&COMPONENTS);
    }
    INFO: "the info", None, table_only, {
        "title" Must Text;
        "description" Must Text;
        "version" Must Text;
        "termsOfService" May Text;
        "contact" May Object(&CONTACT);
        "license" May Object(&LICENSE);
    }
    CONTACT: "a contact", None, table_only, { "name" May Text; "url" May Text; "email" May Text; }
    LICENSE: "a license", None, table_only, { "name" Must Text; "url" May Text; }
    SERVER: "a server", None, table_only, {
        "url" Must Text;
        "description" May Text;
        "variables" May Map(&Object(&SERVER_VARIABLE));
    }
    SERVER_VARIABLE: "a server variable", None, table_only, {
        "default" Must Text;
        "description" May Text;
        "enum" May List(&Text);
    }
    TAG: "a tag", None, table_only, { "name" Must Text; "description" May Text; }
    PATH_ITEM: "a path item", None, path_item, {
        "summary" May Text;
        "description" May Text;
        "parameters" May List(&Object(&PARAMETER));
        "get" May Object(&OPERATION);
        "put" May Object(&OPERATION);
        "post" May Object(&OPERATION);
        "delete" May Object(&OPERATION);
        "head" May Object(&OPERATION);
        "patch" May Object(&OPERATION);
    }
    OPERATION: "an operation", None, operation, {
        "operationId" Must Text;
        "x-idempotent" May Flag;
        "x-empty-object-is-null" May True;
        "x-action" May Text;
        "tags" May List(&Text);
        "summary" May Text;
        "description" Must Text;
        "parameters" May List(&Object(&PARAMETER));
        "requestBody" May Object(&REQUEST_BODY);
        "responses" Must Map(&Object(&RESPONSE));
        "security" May SECURITY;
        "deprecated" May Flag;
    }
    PARAMETER: "a parameter", Some("parameters"), parameter, {
        "name" Must Text;
        "in" Must Word(&["path", "query", "header"]);
        "required" May Flag;
        "description" Must Text;
        "schema" Must Object(&SCHEMA);
        "example" May Any;
    }
    // The generated method always sends a body.
    REQUEST_BODY: "a request body", Some("requestBodies"), request_body, {
        "description" Must Text;
        "required" Must True;
        "content" Must CONTENT;
    }
    MEDIA_TYPE: "a media type", None, table_only, {
        "schema" Must Object(&SCHEMA);
        "example" May Any;
        "examples" May Map(&Object(&EXAMPLE));
    }
    EXAMPLE: "an example", None, table_only, {
        "summary" May Text;
        "description" May Text;
        "value" Must Any;
    }
    RESPONSE: "a response", Some("responses"), table_only, {
        "description" Must Text;
        "headers" May Map(&Object(&HEADER));
        "content" May CONTENT;
    }
    HEADER: "a header", Some("headers"), table_only, {
        "description" May Text;
        "required" May Flag;
        "schema" Must Object(&SCHEMA);
        "example" May Any;
    }
    COMPONENTS: "the components", None, table_only, {
        "schemas" May Map(&Object(&SCHEMA));
        "parameters" May Map(&Object(&PARAMETER));
        "requestBodies" May Map(&Object(&REQUEST_BODY));
        "responses" May Map(&Object(&RESPONSE));
        "headers" May Map(&Object(&HEADER));
        "securitySchemes" May Map(&Object(&SECURITY_SCHEME));
    }
    SECURITY_SCHEME: "a security scheme", None, table_only, {
        "type" Must Word(&["apiKey"]);
        "in" Must Word(&["header"]);
        "name" Must Text;
        "description" May Text;
    }
    SCHEMA: "a schema", Some("schemas"), schema, {
        "type" Must Word(TYPES);
        "description" May Text;
        "nullable" May Flag;
        "example" May Any;
        "format" May Word(&["int32", "int64", "float", "double"]);
        "minimum" May Whole;
        "maximum" May Whole;
        "x-unit" May Text;
        "pattern" May Text;
        "minLength" May Count;
        "maxLength" May Count;
        "enum" May List(&Text);
        "x-sensitive" May True;
        "items" May Object(&SCHEMA);
        "x-records" May True;
        "minItems" May Count;
        "maxItems" May Count;
        "properties" May Map(&Object(&SCHEMA));
        "required" May List(&Text);
        "additionalProperties" May Flag;
    }
}

const SECURITY: Shape = List(&Map(&List(&Text)));
const CONTENT: Shape = Map(&Object(&MEDIA_TYPE));
