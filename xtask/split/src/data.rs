//! Which data only later functions read. The linker knows, and says so (`--emit-relocs`) in the module that it makes; that module
//! is read here, since after `wasm-bindgen` functions have other numbers. Addresses stay the same.

use anyhow::{Context, Result, bail};
use std::ops::Range;
use wasmparser::{
    BinaryReader, DataKind, KnownCustom, Linking, Operator, Parser, Payload, RelocAddendKind,
    SymbolInfo,
};

/// What a module refers to, as its linker left it.
#[derive(Debug, Default)]
pub(crate) struct Links {
    functions: Vec<Function>,
    /// The data symbols.
    symbols: Vec<Symbol>,
}

#[derive(Debug, Default)]
struct Function {
    name: String,
    /// Numbers of the symbols that it refers to.
    uses: Vec<usize>,
}

#[derive(Debug, Default)]
struct Symbol {
    addresses: Range<u32>,
    uses: Vec<usize>,
}

/// A piece of a file that ends up at an address.
struct Segment {
    file: Range<usize>,
    address: u32,
}

impl Links {
    pub(crate) fn read(linked: &[u8]) -> Result<Self> {
        let mut bodies: Vec<Range<usize>> = Vec::new();
        let mut imported = 0;
        let (mut code, mut data) = (0, 0);
        let mut segments = Vec::new();
        let mut table: Vec<Option<(usize, Range<u32>)>> = Vec::new();
        let mut references: Vec<(&str, Vec<(u32, u32)>)> = Vec::new();
        let mut names = Vec::new();
        for payload in Parser::new(0).parse_all(linked) {
            match payload? {
                Payload::ImportSection(section) => {
                    for import in section.into_imports() {
                        let is_function = matches!(import?.ty, wasmparser::TypeRef::Func(_));
                        imported += usize::from(is_function);
                    }
                }
                Payload::CodeSectionStart { range, .. } => code = range.start,
                Payload::CodeSectionEntry(body) => bodies.push(body.range()),
                Payload::DataSection(section) => {
                    data = section.range().start;
                    for segment in section {
                        let segment = segment?;
                        let DataKind::Active { offset_expr, .. } = segment.kind else {
                            bail!("data that is not simply there");
                        };
                        let Operator::I32Const { value } =
                            offset_expr.get_operators_reader().read()?
                        else {
                            bail!("data at an address that is not a number");
                        };
                        segments.push(Segment {
                            file: segment.range.end - segment.data.len()..segment.range.end,
                            address: value.cast_unsigned(),
                        });
                    }
                }
                Payload::CustomSection(section) => match section.as_known() {
                    KnownCustom::Linking(linking) => {
                        for part in linking.subsections() {
                            if let Linking::SymbolTable(symbols) = part? {
                                for symbol in symbols {
                                    table.push(symbol_range(symbol?));
                                }
                            }
                        }
                    }
                    KnownCustom::Reloc(_) => {
                        references.push((section.name(), data_references(section.data())?));
                    }
                    KnownCustom::Name(section) => {
                        for part in section {
                            if let wasmparser::Name::Function(map) = part? {
                                for naming in map {
                                    let naming = naming?;
                                    names.push((naming.index, naming.name));
                                }
                            }
                        }
                    }
                    _ => {}
                },
                _ => {}
            }
        }
        if table.is_empty() || references.is_empty() {
            bail!("the linker was not asked to say what refers to what");
        }

        let mut links = Self::default();
        // The table has functions and others in it, too.
        let mut numbers = Vec::with_capacity(table.len());
        for entry in table {
            let range = entry.and_then(|(segment, range)| {
                // What is all zeros has no segment.
                let start = segments.get(segment)?.address;
                Some(start + range.start..start + range.end)
            });
            numbers.push(range.map(|addresses| {
                links.symbols.push(Symbol {
                    addresses,
                    uses: Vec::new(),
                });
                links.symbols.len() - 1
            }));
        }
        links.functions.resize_with(bodies.len(), Function::default);
        for (index, name) in names {
            let index = usize::try_from(index)?;
            let own = index.checked_sub(imported);
            if let Some(function) = own.and_then(|index| links.functions.get_mut(index)) {
                function.name = rustc_demangle::demangle(name).to_string();
            }
        }
        for (section, all) in references {
            for (at, symbol) in all {
                let at = usize::try_from(at)?;
                let number = numbers.get(usize::try_from(symbol)?);
                let Some(Some(number)) = number else { continue };
                match section {
                    "reloc.CODE" => {
                        let at = code + at;
                        let body = bodies.partition_point(|body| body.end <= at);
                        let function = links.functions.get_mut(body);
                        function
                            .context("code outside of functions")?
                            .uses
                            .push(*number);
                    }
                    "reloc.DATA" => {
                        let at = data + at;
                        let segment = segments.iter().find(|segment| segment.file.contains(&at));
                        let segment = segment.context("data outside of segments")?;
                        let address = segment.address + u32::try_from(at - segment.file.start)?;
                        for symbol in &mut links.symbols {
                            if symbol.addresses.contains(&address) {
                                symbol.uses.push(*number);
                            }
                        }
                    }
                    _ => {}
                }
            }
        }
        Ok(links)
    }

    /// The addresses, in order, that no function reads for which `is_first` is true.
    pub(crate) fn later(&self, is_first: impl Fn(&str) -> bool) -> Vec<Range<u32>> {
        /// More than what is left free between two symbols so that the second lies at an even address.
        const GAP: u32 = 16;
        let mut needed = vec![false; self.symbols.len()];
        let first = self
            .functions
            .iter()
            .filter(|function| is_first(&function.name));
        let mut waiting: Vec<usize> = first.flat_map(|function| function.uses.clone()).collect();
        while let Some(number) = waiting.pop() {
            if let (Some(needed), Some(symbol)) = (needed.get_mut(number), self.symbols.get(number))
                && !std::mem::replace(needed, true)
            {
                waiting.extend(&symbol.uses);
            }
        }
        // Symbols may lie in each other: what one of them needs is needed.
        #[derive(Clone, Copy, PartialEq, Eq)]
        enum Byte {
            Free,
            Later,
            First,
        }
        let all = || self.symbols.iter().map(|symbol| &symbol.addresses);
        let start = all().map(|addresses| addresses.start).min().unwrap_or(0);
        let end = all().map(|addresses| addresses.end).max().unwrap_or(0);
        let mut bytes = vec![Byte::Free; (end - start) as usize];
        for (symbol, needed) in self.symbols.iter().zip(needed) {
            let Range {
                start: from,
                end: to,
            } = symbol.addresses;
            let place = (from - start) as usize..(to - start) as usize;
            for byte in bytes.get_mut(place).into_iter().flatten() {
                match (needed, *byte) {
                    (true, _) => *byte = Byte::First,
                    (false, Byte::Free) => *byte = Byte::Later,
                    (false, _) => {}
                }
            }
        }
        let mut later: Vec<Range<u32>> = Vec::new();
        let mut free = GAP;
        for (address, byte) in (start..).zip(bytes) {
            match (byte, later.last_mut()) {
                (Byte::Free, _) => free += 1,
                (Byte::First, _) => free = GAP,
                (Byte::Later, Some(last)) if free < GAP => {
                    last.end = address + 1;
                    free = 0;
                }
                (Byte::Later, _) => {
                    later.push(address..address + 1);
                    free = 0;
                }
            }
        }
        later
    }
}

/// The segment of a data symbol and where it is in that.
fn symbol_range(symbol: SymbolInfo<'_>) -> Option<(usize, Range<u32>)> {
    match symbol {
        SymbolInfo::Data {
            symbol: Some(symbol),
            ..
        } => Some((
            usize::try_from(symbol.index).ok()?,
            symbol.offset..symbol.offset + symbol.size,
        )),
        _ => None,
    }
}

/// Where a section refers to what has an address: offset in the section, number in the table of symbols.
fn data_references(section: &[u8]) -> Result<Vec<(u32, u32)>> {
    let reader = wasmparser::RelocSectionReader::new(BinaryReader::new(section, 0))?;
    let mut references = Vec::new();
    for entry in reader.entries() {
        let entry = entry?;
        // Only addresses are given with something to add.
        if !matches!(entry.ty.addend_kind(), RelocAddendKind::None) {
            references.push((entry.offset, entry.index));
        }
    }
    Ok(references)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn symbol(addresses: Range<u32>, uses: &[usize]) -> Symbol {
        Symbol {
            addresses,
            uses: uses.to_vec(),
        }
    }

    #[test]
    fn what_only_later_functions_reach_comes_later() {
        let function = |name: &str, uses: &[usize]| Function {
            name: name.to_owned(),
            uses: uses.to_vec(),
        };
        let links = Links {
            functions: vec![function("first", &[0]), function("later", &[1, 2, 4, 5])],
            symbols: vec![
                // What the first one refers to refers to the third.
                symbol(100..110, &[2]),
                symbol(110..120, &[]),
                symbol(120..130, &[]),
                // Nobody's.
                symbol(132..140, &[]),
                symbol(143..150, &[]),
                // Part of something that is needed.
                symbol(122..125, &[]),
                symbol(200..210, &[]),
            ],
        };
        assert_eq!(
            links.later(|name| name == "first"),
            [110..120, 132..150, 200..210]
        );
        assert_eq!(links.later(|_| true), [132..140, 200..210]);
    }
}
