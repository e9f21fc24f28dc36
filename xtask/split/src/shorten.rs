//! Short names for what JavaScript and WebAssembly are to each other. `wasm-bindgen` gives them long ones with hashes in
//! them, which compress badly and stand in both files.

use anyhow::{Result, bail};
use std::collections::{HashMap, HashSet};

/// The module and its script, with the names of imports and of its own helpers' exports made short in both.
pub(crate) fn shorten(wasm: &[u8], script: &str) -> Result<(Vec<u8>, String)> {
    let mut module = crate::module::parse(wasm)?;
    let mut names = crate::module::Names::default();
    let mut short: HashMap<String, String> = HashMap::new();
    for import in module.imports.iter_mut() {
        let name = format!("${}", names.next());
        let long = std::mem::replace(&mut import.name, name.clone());
        if short.insert(long.clone(), name).is_some() {
            bail!("two imports are named {long}");
        }
    }
    // Rust's own, not what `#[wasm_bindgen]` exports under the name of its function.
    for export in module.exports.iter_mut() {
        if export.name.starts_with("wasm_bindgen_") {
            let name = format!("${}", names.next());
            let long = std::mem::replace(&mut export.name, name.clone());
            short.insert(long, name);
        }
    }
    Ok((module.emit_wasm(), renamed(script, &short)?))
}

/// The script with identifiers replaced; each must stand in it.
fn renamed(script: &str, names: &HashMap<String, String>) -> Result<String> {
    let is_inside = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '$';
    let mut found: HashSet<&str> = HashSet::new();
    let mut out = String::with_capacity(script.len());
    let mut rest = script;
    while let Some(start) = rest.find(is_inside) {
        let (before, from) = rest.split_at(start);
        let end = from.find(|c| !is_inside(c)).unwrap_or(from.len());
        let (word, after) = from.split_at(end);
        out.push_str(before);
        match names.get_key_value(word) {
            Some((long, name)) => {
                found.insert(long);
                out.push_str(name);
            }
            None if names.values().any(|name| name == word) => {
                bail!("the script has a name {word} of its own")
            }
            None => out.push_str(word),
        }
        rest = after;
    }
    out.push_str(rest);
    if let Some(name) = names.keys().find(|name| !found.contains(name.as_str())) {
        bail!("the script does not have {name}: it is of another build than the WebAssembly");
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_are_replaced_whole() {
        let names = HashMap::from([("__wbg_a_1".to_owned(), "$a".to_owned())]);
        let new = renamed("{ __wbg_a_1: function(x) { __wbg_a_12(); } }", &names).unwrap();
        assert_eq!(new, "{ $a: function(x) { __wbg_a_12(); } }");
        assert!(renamed("nothing", &names).is_err());
        assert!(renamed("__wbg_a_1 $a", &names).is_err());
    }
}
