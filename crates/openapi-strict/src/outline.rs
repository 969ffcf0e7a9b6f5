//! Where a document keeps its operations and its named parts.

use crate::tree::Node;

/// The members of a path item that are operations.
pub(crate) const METHODS: [&str; 6] = ["get", "put", "post", "delete", "head", "patch"];

/// The operations of a document.
pub(crate) fn operations(root: &Node) -> impl Iterator<Item = &Node> {
    let paths = root.get("paths").map_or(&[][..], Node::children);
    let members = paths.iter().flat_map(Node::children);
    members.filter(|member| METHODS.contains(&member.key.as_str()))
}

/// The named schemas.
pub(crate) fn schemas(root: &Node) -> &[Node] {
    let schemas = root.get("components").and_then(|c| c.get("schemas"));
    schemas.map_or(&[], Node::children)
}

/// Whether `node` is an entry of `components`, which others refer to by its name.
pub(crate) fn is_component(node: &Node) -> bool {
    node.pointer.starts_with("/components/") && node.pointer.matches('/').count() == 3
}
