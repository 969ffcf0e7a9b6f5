//! Rust text of a lowered document: the generator's, the newtypes and the table of operations.

use std::{
    collections::BTreeMap,
    fmt::Write as _,
    panic::{self, AssertUnwindSafe},
    sync::{Mutex, PoisonError},
};

use progenitor::{GenerationSettings, Generator, HooksMode, InterfaceStyle, TypeImpl, TypePatch};
use serde_json::Value;

use crate::{
    annotate::annotate,
    kinds::Kind,
    lower::{Lowered, Operation},
    newtypes::{self, Check},
    runtime::Paths,
    trim::without_builders,
};

const SCHEMARS: &str = "#[cfg_attr(feature = \"schemars\", derive(::schemars::JsonSchema))]";
/// A service adds fields to its answers; a caller must not notice.
const NON_EXHAUSTIVE: &str = "#[non_exhaustive]";
/// Leaves the traits to the code that reads the type leniently.
const REMOTE: &str = "#[serde(remote = \"Self\")]";

/// The client, types and tables of a document.
pub(crate) fn client(lowered: &Lowered, paths: &Paths) -> Result<String, String> {
    let generate = |document: &Value| {
        generate(lowered, document, paths, |generator, api| {
            let tokens = generator.generate_tokens(api)?;
            let file = syn::parse2(tokens);
            Ok(file.map(|file| annotate(without_builders(file, &lowered.answers), &lowered.docs)))
        })
    };
    let mut text = generate(&lowered.client).map_err(|text| blame(lowered, &generate, text))?;
    text.push_str(&lenient(&lowered.kinds, &paths.support));
    text.push_str(&newtypes::declare(&lowered.newtypes, &paths.support));
    text.push_str(&operations(&lowered.operations, &paths.support));
    Ok(text)
}

/// The typed httpmock helpers of a document.
pub(crate) fn mock(lowered: &Lowered, paths: &Paths) -> Result<String, String> {
    generate(lowered, &lowered.mock, paths, |generator, api| {
        generator.httpmock(api, &paths.document).map(syn::parse2)
    })
}

/// Names the operation without which the generator would not have failed.
fn blame(
    lowered: &Lowered,
    generate: &dyn Fn(&Value) -> Result<String, String>,
    text: String,
) -> String {
    let alone = |operation: &&Operation| {
        let mut document = lowered.client.clone();
        for path in document["paths"].as_object_mut().into_iter().flat_map(|p| p.values_mut()) {
            path.as_object_mut().into_iter().for_each(|p| p.retain(|k, _| k == "parameters"));
        }
        let (path, method) = operation.pointer.rsplit_once('/').unwrap_or_default();
        if let Some(item) = document.pointer_mut(path) {
            item[method] = lowered.client.pointer(&operation.pointer).cloned().unwrap_or_default();
        }
        generate(&document).is_err()
    };
    match lowered.operations.iter().find(alone) {
        Some(culprit) => format!("{} ({}): {text}", culprit.name, culprit.pointer),
        None => text,
    }
}

fn generate(
    lowered: &Lowered,
    document: &Value,
    paths: &Paths,
    run: impl FnOnce(
        &mut Generator,
        &openapiv3::OpenAPI,
    ) -> Result<syn::Result<syn::File>, progenitor::Error>,
) -> Result<String, String> {
    let api: openapiv3::OpenAPI =
        serde_json::from_value(document.clone()).map_err(|error| error.to_string())?;
    let settings = settings(lowered, document, paths);
    let file = catch(|| run(&mut Generator::new(&settings), &api))?
        .map_err(|error| error.to_string())?
        .map_err(|error| error.to_string())?;
    Ok(prettyplease::unparse(&file))
}

fn settings(lowered: &Lowered, document: &Value, paths: &Paths) -> GenerationSettings {
    let mut settings = GenerationSettings::default();
    // An empty type does not compile, so a path that does not parse is noticed.
    let inner_type = format!("{}::Transport", paths.support).parse().unwrap_or_default();
    settings
        .with_interface(InterfaceStyle::Builder)
        .with_hooks(HooksMode::Expected)
        .with_inner_type(inner_type);
    let mut patch = TypePatch::default();
    patch.with_attr(SCHEMARS);
    let mut answer = patch.clone();
    answer.with_attr(NON_EXHAUSTIVE);
    let mut lenient = answer.clone();
    lenient.with_attr(REMOTE);
    let schemas = document["components"]["schemas"].as_object();
    for name in schemas.into_iter().flat_map(|s| s.keys()) {
        match lowered.newtypes.get(name).map(|newtype| &newtype.check) {
            None if lowered.kinds.contains_key(name) => settings.with_patch(name, &lenient),
            None if lowered.answers.contains(name) => settings.with_patch(name, &answer),
            None => settings.with_patch(name, &patch),
            Some(Check::Secret) => {
                let secret_text = format!("{}::SecretText", paths.support);
                settings.with_replacement(name, secret_text, [].into_iter())
            }
            Some(_) => settings.with_replacement(
                name,
                format!("{}::newtypes::{name}", paths.document),
                [TypeImpl::Display, TypeImpl::FromStr].into_iter(),
            ),
        };
    }
    settings
}

/// Runs `work`; a panic becomes its text, and prints nothing.
pub(crate) fn catch<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    // The hook is the process's: two at once would restore each other's.
    static HOOK: Mutex<()> = Mutex::new(());
    let _guard = HOOK.lock().unwrap_or_else(PoisonError::into_inner);
    let hook = panic::take_hook();
    panic::set_hook(Box::new(|_| {}));
    let outcome = panic::catch_unwind(AssertUnwindSafe(work));
    panic::set_hook(hook);
    outcome.map_err(|panic| {
        let text = panic.downcast_ref::<&str>().map(ToString::to_string);
        let text = text.or_else(|| panic.downcast_ref::<String>().cloned());
        format!("the generator panicked: {}", text.unwrap_or_default())
    })
}

/// How each answer type is read.
fn lenient(kinds: &BTreeMap<String, BTreeMap<String, Kind>>, support: &str) -> String {
    let mut text = "\n".to_owned();
    for (name, fields) in kinds {
        let _ = writeln!(text, "{support}::lenient! {{\n    types::{name} {{");
        for (field, kind) in fields {
            let _ = writeln!(text, "        {field:?}: {kind},");
        }
        text.push_str("    }\n}\n");
    }
    text
}

fn operations(operations: &[Operation], support: &str) -> String {
    let mut text = format!(
        "\n/// What the document says of each operation beyond its method.\n\
         pub const OPERATIONS: &[{support}::Operation] = &[\n"
    );
    for operation in operations {
        let Operation { name, method, http_method, path, idempotent, empty_success, .. } =
            operation;
        let Operation { empty_object_is_null, action, .. } = operation;
        let _ = writeln!(
            text,
            "    {support}::Operation {{\n        name: {name:?},\n        method: {method:?},\n        \
             http_method: {http_method:?},\n        path: {path:?},\n        idempotent: {idempotent},\n        \
             empty_success: {empty_success:?},\n        empty_object_is_null: {empty_object_is_null},\n        \
             action: {action:?},\n    }},"
        );
    }
    let _ = writeln!(text, "];\n{support}::hooks!(Client, OPERATIONS);");
    text
}
