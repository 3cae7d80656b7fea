//! Finds the texts of statements in Rust source: the literals of `sql!` and `directory!`.
use super::reader::Kind;
use crate::fault::{Fault, Result};
use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use std::str::FromStr;

/// One statement, with the line it stands on.
#[derive(Debug, PartialEq)]
pub struct Text {
    pub line: usize,
    pub kind: Kind,
    pub sql: String,
}

/// The statements of one file, and the lines where one is made that cannot be read.
#[derive(Debug, Default)]
pub struct Texts {
    pub found: Vec<Text>,
    pub unreadable: Vec<usize>,
}

/// # Errors
/// When the source is no Rust.
pub fn texts(source: &str) -> Result<Texts> {
    let tokens = TokenStream::from_str(source).map_err(|error| Fault::new(format!("it is no Rust: {error}")))?;
    let mut texts = Texts::default();
    texts.walk(tokens);
    Ok(texts)
}

impl Texts {
    fn walk(&mut self, tokens: TokenStream) {
        let trees: Vec<TokenTree> = tokens.into_iter().collect();
        for (index, tree) in trees.iter().enumerate() {
            match (tree, trees.get(index + 1), trees.get(index + 2), trees.get(index + 3)) {
                (TokenTree::Ident(name), Some(TokenTree::Punct(mark)), Some(TokenTree::Group(group)), _)
                    if mark.as_char() == '!' =>
                {
                    self.call(&name.to_string(), group);
                }
                (TokenTree::Ident(name), Some(_), Some(_), Some(TokenTree::Ident(made)))
                    if made == "new" && (name == "Sql" || name == "DirectorySql") =>
                {
                    self.unreadable.push(name.span().start().line);
                }
                (TokenTree::Group(group), ..) => self.walk(group.stream()),
                _ => {}
            }
        }
    }

    fn call(&mut self, name: &str, group: &Group) {
        let kind = match name {
            "sql" => Kind::Account,
            "directory" => Kind::Directory,
            _ => return,
        };
        let line = group.span().start().line;
        match literal(group) {
            Some(sql) => self.found.push(Text { line, kind, sql }),
            None => self.unreadable.push(line),
        }
    }
}

fn literal(group: &Group) -> Option<String> {
    let mut trees = group.stream().into_iter();
    let literal = trees.next()?;
    let is_alone = trees.all(|tree| matches!(tree, TokenTree::Punct(mark) if mark.as_char() == ','));
    if group.delimiter() != Delimiter::Parenthesis || !is_alone {
        return None;
    }
    syn::parse2::<syn::LitStr>(literal.into()).ok().map(|text| text.value())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(source: &str) -> Vec<(usize, Kind, String)> {
        texts(source).unwrap().found.into_iter().map(|text| (text.line, text.kind, text.sql)).collect()
    }

    #[test]
    fn plain_raw_and_multi_line_literals_are_read_as_the_compiler_reads_them() {
        let source = "const A: Sql = sql!(\"a \\\n   b\");\nfn f() { run(storage::sql!(r#\"c \"d\"\"#,)) }\nconst B: X = directory!(\"e\");";
        let expected = [(1, Kind::Account, "a b"), (3, Kind::Account, "c \"d\""), (4, Kind::Directory, "e")];
        assert_eq!(read(source), expected.map(|(line, kind, sql)| (line, kind, sql.to_owned())));
    }

    #[test]
    fn comments_strings_and_the_macro_itself_hold_no_statement() {
        let source = "// sql!(\"a\")\n/// `sql!(\"b\")`\nconst C: &str = \"sql!(c)\"; macro_rules! sql { ($t:literal) => { $t } }";
        assert_eq!(read(source), []);
    }

    #[test]
    fn a_text_that_is_no_literal_or_is_made_without_the_macro_is_unreadable() {
        assert_eq!(texts("const A: Sql = sql!(concat!(\"a\", \"b\"));").unwrap().unreadable, [1]);
        assert_eq!(texts("fn f() {\n Sql::new(\"a\") }").unwrap().unreadable, [2]);
    }
}
