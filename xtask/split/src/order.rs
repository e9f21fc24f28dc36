//! Puts the functions of a finished module into an order in which each stands beside one that is much like it. The program is
//! the same, and compresses better: brotli finds the last things again at the least cost.

use anyhow::Result;
use std::collections::{BTreeMap, BTreeSet};
use std::convert::Infallible;
use wasm_encoder::reencode::{self, Error, Reencode};
use wasm_encoder::{CodeSection, FunctionSection, Module};
use wasmparser::{
    CodeSectionReader, FunctionBody, FunctionSectionReader, Parser, Payload, TypeRef,
};

/// Functions are alike by the pieces of so many bytes that they share.
const PIECE: usize = 4;
/// What more functions than this have in common says nothing of any of them.
const COMMON: usize = 1000;
/// Pieces by which a function counts as longer than it is: else the shortest would be the likest.
const HANDICAP: f64 = 60.0;
/// How much of a likeness to what stands before the last function still counts, and so on back.
const FADING: f64 = 0.5;

/// The module in the new order.
pub(crate) fn ordered(wasm: &[u8]) -> Result<Vec<u8>> {
    let (mut imported, mut bodies) = (0, Vec::new());
    for payload in Parser::new(0).parse_all(wasm) {
        match payload? {
            Payload::ImportSection(imports) => {
                for import in imports.into_imports() {
                    imported += u32::from(matches!(import?.ty, TypeRef::Func(_)));
                }
            }
            Payload::CodeSectionEntry(body) => bodies.push(body.as_bytes()),
            _ => {}
        }
    }
    let order = by_likeness(&bodies);
    let mut places = vec![0; order.len()];
    for (new, old) in (imported..).zip(&order) {
        if let Some(place) = places.get_mut(*old) {
            *place = new;
        }
    }
    let mut module = Module::new();
    let mut ordered = Ordered {
        imported,
        order,
        places,
    };
    ordered.parse_core_module(&mut module, Parser::new(0), wasm)?;
    Ok(module.finish())
}

/// An order of the bodies: first the longest, and after each the likest to it, and to what stands before, of those that are left.
fn by_likeness(bodies: &[&[u8]]) -> Vec<usize> {
    let pieces: Vec<BTreeSet<&[u8]>> = (bodies.iter())
        .map(|body| body.windows(PIECE).collect())
        .collect();
    let mut holders: BTreeMap<&[u8], Vec<usize>> = BTreeMap::new();
    for (i, pieces) in pieces.iter().enumerate() {
        for piece in pieces {
            holders.entry(piece).or_default().push(i);
        }
    }
    holders.retain(|_, holders| (2..COMMON).contains(&holders.len()));

    let mut left: BTreeSet<usize> = (0..bodies.len()).collect();
    let mut order = Vec::with_capacity(bodies.len());
    let mut shared = vec![0.0; bodies.len()];
    let longest = |left: &BTreeSet<usize>| {
        let length = |i: &usize| bodies.get(*i).map_or(0, |body| body.len());
        left.iter().copied().max_by_key(length)
    };
    let mut next = longest(&left);
    while let Some(i) = next {
        left.remove(&i);
        order.push(i);
        shared.iter_mut().for_each(|count| *count *= FADING);
        let pieces_of = |i: usize| pieces.get(i).into_iter().flatten();
        for other in pieces_of(i)
            .filter_map(|piece| holders.get(piece))
            .flatten()
        {
            if let Some(count) = shared.get_mut(*other) {
                *count += 1.0;
            }
        }
        let likeness = |i: usize| {
            let all = pieces_of(i).count() as f64 + HANDICAP;
            shared.get(i).copied().unwrap_or_default() / all
        };
        next = (left.iter())
            .map(|i| (likeness(*i), *i))
            .filter(|(likeness, _)| *likeness > 0.0)
            .max_by(|(a, _), (b, _)| a.total_cmp(b))
            .map(|(_, i)| i)
            .or_else(|| longest(&left));
    }
    order
}

/// Writes a module anew, with its functions in another order.
struct Ordered {
    /// Imported functions, which are counted before the module's own.
    imported: u32,
    /// The module's own functions in the new order, counted from 0 in the old one.
    order: Vec<usize>,
    /// The new number of each, in the old order.
    places: Vec<u32>,
}

impl Ordered {
    fn in_order<T: Clone>(&self, items: &[T]) -> Vec<T> {
        let items = self.order.iter().filter_map(|old| items.get(*old));
        items.cloned().collect()
    }
}

impl Reencode for Ordered {
    type Error = Infallible;

    fn function_index(&mut self, old: u32) -> Result<u32, Error> {
        let own = old.checked_sub(self.imported);
        let place = own.and_then(|own| self.places.get(usize::try_from(own).ok()?));
        Ok(place.copied().unwrap_or(old))
    }

    /// How well an address is aligned is a hint that no engine heeds: always the same one, it costs nothing.
    fn mem_arg(&mut self, arg: wasmparser::MemArg) -> Result<wasm_encoder::MemArg, Error> {
        let align = arg.max_align;
        reencode::utils::mem_arg(self, wasmparser::MemArg { align, ..arg })
    }

    fn parse_function_section(
        &mut self,
        functions: &mut FunctionSection,
        section: FunctionSectionReader<'_>,
    ) -> Result<(), Error> {
        let types: Vec<u32> = section.into_iter().collect::<Result<_, _>>()?;
        for ty in self.in_order(&types) {
            functions.function(self.type_index(ty)?);
        }
        Ok(())
    }

    fn parse_code_section(
        &mut self,
        code: &mut CodeSection,
        section: CodeSectionReader<'_>,
    ) -> Result<(), Error> {
        let bodies: Vec<FunctionBody<'_>> = section.into_iter().collect::<Result<_, _>>()?;
        for body in self.in_order(&bodies) {
            self.parse_function_body(code, body)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use walrus::{ConstExpr, ElementItems, ElementKind, FunctionBuilder, ValType};

    #[test]
    fn like_stands_beside_like() {
        let (a, b) = ([*b"abcdefgh"; 30].concat(), [*b"01234567"; 20].concat());
        let (like_a, like_b) = ([&a[..40], b"xyz"].concat(), [&b[..40], b"xyz"].concat());
        let alone = b"!!!!";
        let bodies: [&[u8]; 5] = [&like_b, alone, &a, &b, &like_a];
        assert_eq!(by_likeness(&bodies), [2, 4, 3, 0, 1]);
        assert_eq!(by_likeness(&[]), [0; 0]);
    }

    /// A module of functions that give 1, 2, 3 …, where the last calls all others and the table holds them backwards.
    fn module(count: i32) -> Vec<u8> {
        let mut module = walrus::Module::default();
        let ty = module.types.add(&[], &[ValType::I32]);
        module.add_import_func("host", "f", ty);
        let mut functions = Vec::new();
        for number in 1..=count {
            let mut function = FunctionBuilder::new(&mut module.types, &[], &[ValType::I32]);
            let mut body = function.func_body();
            if number == count {
                for called in &functions {
                    body.call(*called).drop();
                }
            }
            body.i32_const(number);
            let id = function.finish(Vec::new(), &mut module.funcs);
            module.exports.add(&format!("f{number}"), id);
            functions.push(id);
        }
        let table = module
            .tables
            .add_local(false, 10, None, walrus::RefType::FUNCREF);
        let offset = ConstExpr::Value(walrus::ir::Value::I32(0));
        functions.reverse();
        let kind = ElementKind::Active { table, offset };
        let element = module
            .elements
            .add(kind, ElementItems::Functions(functions));
        module.tables.get_mut(table).elem_segments.insert(element);
        module.emit_wasm()
    }

    /// What each function gives and which it calls, each named by what it gives; and what the table holds.
    fn meaning(wasm: &[u8]) -> (BTreeMap<String, String>, Vec<String>) {
        let module = walrus::Module::from_buffer(wasm).unwrap();
        let given = |id: walrus::FunctionId| -> String {
            let walrus::FunctionKind::Local(function) = &module.funcs.get(id).kind else {
                return "the import".to_owned();
            };
            let (last, _) = function.block(function.entry_block()).last().unwrap();
            format!("{last:?}")
        };
        let said = |id: walrus::FunctionId| {
            let function = module.funcs.get(id).kind.unwrap_local();
            let instructions = function.block(function.entry_block()).iter();
            let said = instructions.map(|(instruction, _)| match instruction {
                walrus::ir::Instr::Call(call) => format!("calls {}", given(call.func)),
                other => format!("{other:?}"),
            });
            said.collect::<Vec<_>>().join("\n")
        };
        let exports = module.exports.iter().map(|export| match export.item {
            walrus::ExportItem::Function(id) => (export.name.clone(), said(id)),
            _ => panic!("{} is no function", export.name),
        });
        let held = module.elements.iter().flat_map(|element| {
            let ElementItems::Functions(functions) = &element.items else {
                panic!("no functions");
            };
            functions.iter().map(|id| given(*id)).collect::<Vec<_>>()
        });
        (exports.collect(), held.collect())
    }

    #[test]
    fn the_program_stays_the_same() {
        let wasm = module(9);
        let ordered = ordered(&wasm).unwrap();
        assert_ne!(wasm, ordered);
        assert_eq!(meaning(&wasm), meaning(&ordered));
        assert_eq!(ordered.len(), wasm.len());
    }
}
