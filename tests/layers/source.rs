//! The Rust files of a crate: which module each is, what it names, and how many lines of code it has.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// One file. Code under `#[cfg(test)]` is left out, and so are files that only tests have.
#[derive(Debug)]
pub(crate) struct File {
    /// Its module's path in the crate; empty for `lib.rs` and `main.rs`.
    pub(crate) module: Vec<String>,
    /// The paths that its code names, from the crate's root on.
    pub(crate) paths: BTreeSet<Vec<String>>,
    /// The first names of all other paths, those of crates among them.
    pub(crate) names: BTreeSet<String>,
    /// The macros that it declares.
    pub(crate) macros: BTreeSet<String>,
    /// How many lines have code.
    pub(crate) lines: usize,
    /// The modules that only tests have.
    tests: BTreeSet<Vec<String>>,
}

/// The files of a crate by its folder `src`.
pub(crate) fn files(root: &Path) -> Vec<File> {
    let (mut folders, mut files) = (vec![root.to_owned()], Vec::new());
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let text = fs::read_to_string(&path).unwrap();
                files.push(File::of(&text, module_of(path.strip_prefix(root).unwrap())));
            }
        }
    }
    let tests: Vec<_> = files.iter().flat_map(|file| file.tests.clone()).collect();
    files.retain(|file| !tests.iter().any(|test| file.module.starts_with(test)));
    files
}

fn module_of(path: &Path) -> Vec<String> {
    let mut parts: Vec<_> = PathBuf::from(path)
        .with_extension("")
        .iter()
        .map(|part| part.to_str().unwrap().to_owned())
        .collect();
    if parts.last().is_some_and(|last| ["mod", "lib", "main"].contains(&last.as_str())) {
        parts.pop();
    }
    parts
}

impl File {
    /// The file of this text, which is this module.
    pub(crate) fn of(text: &str, module: Vec<String>) -> Self {
        let tokens: TokenStream =
            text.parse().unwrap_or_else(|error| panic!("{}: {error}", module.join("/")));
        let mut reader = Reader { modules: vec![module.clone()], ..Reader::default() };
        reader.code(tokens);
        let Reader { paths, names, macros, lines, tests, .. } = reader;
        Self { module, paths, names, macros, lines: lines.len(), tests }
    }
}

/// Goes through the tokens of a file.
#[derive(Default)]
struct Reader {
    /// The module that is read, behind those around it.
    modules: Vec<Vec<String>>,
    paths: BTreeSet<Vec<String>>,
    names: BTreeSet<String>,
    macros: BTreeSet<String>,
    lines: BTreeSet<usize>,
    tests: BTreeSet<Vec<String>>,
    /// The modules that the file declares, by name.
    children: BTreeMap<String, Vec<String>>,
}

impl Reader {
    fn module(&self) -> &[String] {
        self.modules.last().map_or(&[], Vec::as_slice)
    }

    fn code(&mut self, tokens: TokenStream) {
        let tokens: Vec<_> = tokens.into_iter().collect();
        self.declare(&tokens);
        let mut at = 0;
        while at < tokens.len() {
            at = self.step(&tokens, at);
        }
    }

    /// Remembers the modules that are declared here, which paths may name without a prefix.
    fn declare(&mut self, tokens: &[TokenTree]) {
        for pair in tokens.windows(2).filter(|pair| is(&pair[0], "mod")) {
            let name = pair[1].to_string();
            let child = [self.module(), std::slice::from_ref(&name)].concat();
            self.children.insert(name, child);
        }
    }

    /// Reads what begins at a token, and returns where the next thing begins.
    fn step(&mut self, tokens: &[TokenTree], at: usize) -> usize {
        if let Some((attribute, length)) = attribute(tokens, at) {
            match attribute.replace(' ', "").as_str() {
                doc if doc.starts_with("doc=") => return at + length,
                "cfg(test)" => return self.skip(tokens, at + length),
                _ => {}
            }
        }
        self.count(&tokens[at]);
        match &tokens[at] {
            TokenTree::Group(group) => {
                let inline = at >= 2 && is(&tokens[at - 2], "mod");
                if inline {
                    let inner = [self.module(), &[tokens[at - 1].to_string()]].concat();
                    self.modules.push(inner);
                }
                self.code(group.stream());
                if inline {
                    self.modules.pop();
                }
            }
            TokenTree::Ident(_) if is(&tokens[at], "macro_rules") => {
                self.macros.extend(tokens.get(at + 2).map(ToString::to_string));
            }
            TokenTree::Ident(name) if begins_path(tokens, at) => {
                self.path(&name.to_string(), &tokens[at + 1..]);
            }
            _ => {}
        }
        at + 1
    }

    /// Passes over an item that only tests have.
    fn skip(&mut self, tokens: &[TokenTree], from: usize) -> usize {
        let ends = |token: &TokenTree| match token {
            TokenTree::Group(group) => group.delimiter() == Delimiter::Brace,
            TokenTree::Punct(punct) => [';', ','].contains(&punct.as_char()),
            _ => false,
        };
        let end = tokens[from..].iter().position(ends).map_or(tokens.len(), |end| from + end + 1);
        let pairs = tokens[from..end].windows(2).filter(|pair| is(&pair[0], "mod"));
        let names: Vec<_> =
            pairs.map(|pair| [self.module(), &[pair[1].to_string()]].concat()).collect();
        self.tests.extend(names);
        end
    }

    fn count(&mut self, token: &TokenTree) {
        match token {
            TokenTree::Group(group) => {
                self.lines.insert(group.span_open().start().line);
                self.lines.insert(group.span_close().end().line);
            }
            _ => self.lines.extend(token.span().start().line..=token.span().end().line),
        }
    }

    fn path(&mut self, first: &str, rest: &[TokenTree]) {
        let module = self.module();
        let start = match first {
            "crate" => Some(Vec::new()),
            "self" => Some(module.to_vec()),
            "super" => Some(module[..module.len().saturating_sub(1)].to_vec()),
            name => self.children.get(name).cloned(),
        };
        match start {
            Some(start) => self.follow(start, rest),
            None => _ = self.names.insert(first.to_owned()),
        }
    }

    /// Notes each path that goes on from `start`, the branches of a group among them.
    fn follow(&mut self, mut start: Vec<String>, mut rest: &[TokenTree]) {
        while let [first, second, next, others @ ..] = rest
            && is(first, ":")
            && is(second, ":")
        {
            match next {
                TokenTree::Ident(_) if is(next, "super") => _ = start.pop(),
                TokenTree::Ident(name) => start.push(name.to_string()),
                TokenTree::Group(group) => {
                    let inner: Vec<_> = group.stream().into_iter().collect();
                    for branch in inner.split(|token| is(token, ",")) {
                        if let [TokenTree::Ident(name), others @ ..] = branch {
                            let mut path = start.clone();
                            match name.to_string() {
                                up if up == "super" => _ = path.pop(),
                                own if own == "self" => {}
                                name => path.push(name),
                            }
                            self.follow(path, others);
                        }
                    }
                    return;
                }
                _ => break,
            }
            rest = others;
        }
        self.paths.insert(start);
    }
}

fn is(token: &TokenTree, text: &str) -> bool {
    match token {
        TokenTree::Ident(ident) => ident == text,
        TokenTree::Punct(punct) => text.starts_with(punct.as_char()),
        _ => false,
    }
}

/// What stands in the attribute that begins here, and how many tokens it is.
fn attribute(tokens: &[TokenTree], at: usize) -> Option<(String, usize)> {
    match &tokens[at..] {
        [hash, TokenTree::Group(group), ..] if is(hash, "#") => {
            Some((group.stream().to_string(), 2))
        }
        [hash, mark, TokenTree::Group(group), ..] if is(hash, "#") && is(mark, "!") => {
            Some((group.stream().to_string(), 3))
        }
        _ => None,
    }
}

/// Whether a path begins here: `::` follows, and neither `::` nor the `$` of `$crate` stands before.
fn begins_path(tokens: &[TokenTree], at: usize) -> bool {
    let before = at.checked_sub(1).map(|before| &tokens[before]);
    // `a: b::c` has one colon before its path, `a::b` two.
    let continues =
        before.is_some_and(|token| is(token, ":")) && at >= 2 && is(&tokens[at - 2], ":");
    let of_macro = before.is_some_and(|token| is(token, "$"));
    let goes_on =
        matches!(&tokens[at + 1..], [first, second, ..] if is(first, ":") && is(second, ":"));
    !continues && !of_macro && goes_on
}
