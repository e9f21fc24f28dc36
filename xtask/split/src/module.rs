//! The splitting itself.

use crate::data::Links;
use anyhow::{Context, Result, bail};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::hash::Hash;
use std::ops::Range;
use walrus::ir::{Call, RefFunc, ReturnCall, UnaryOp, Value, Visitor, dfs_in_order};
use walrus::{
    ConstExpr, DataKind, ElementItems, ElementKind, ExportItem, Function, FunctionBuilder,
    FunctionId, FunctionKind, Global, GlobalId, GlobalKind, ImportedFunction, LocalFunction,
    MemoryId, Module, ModuleConfig, TableId, ValType,
};

/// The name under which the second part imports from the first.
const FIRST: &str = "first";
/// The global that says whether the second part is here.
const HERE: &str = "here";

pub(crate) struct Parts {
    pub(crate) first: Vec<u8>,
    pub(crate) later: Vec<u8>,
    pub(crate) functions: usize,
    pub(crate) later_functions: usize,
    /// Later functions that the first part can call.
    pub(crate) doors: usize,
    /// Bytes of data that come later.
    pub(crate) data: usize,
}

/// What a function refers to.
#[derive(Default)]
struct Uses {
    functions: Vec<FunctionId>,
    globals: Vec<GlobalId>,
}

impl Visitor<'_> for Uses {
    fn visit_call(&mut self, call: &Call) {
        self.functions.push(call.func);
    }

    fn visit_return_call(&mut self, call: &ReturnCall) {
        self.functions.push(call.func);
    }

    fn visit_ref_func(&mut self, reference: &RefFunc) {
        self.functions.push(reference.func);
    }

    fn visit_global_id(&mut self, id: &GlobalId) {
        self.globals.push(*id);
    }
}

fn uses(function: &LocalFunction) -> Uses {
    let mut uses = Uses::default();
    dfs_in_order(&mut uses, function, function.entry_block());
    uses
}

pub(crate) fn parse(wasm: &[u8]) -> Result<Module> {
    let mut module = ModuleConfig::new()
        .generate_producers_section(false)
        .parse(wasm)?;
    // The linker's notes are not true any more.
    let notes: Vec<_> = module
        .customs
        .iter()
        .map(|(id, section)| (id, section.name().to_owned()))
        .collect();
    for (id, name) in notes {
        if name == "linking" || name.starts_with("reloc.") {
            module.customs.delete(id);
        }
    }
    Ok(module)
}

/// The places of the main table and what stands there.
fn places(module: &Module, table: TableId) -> Result<BTreeMap<u32, FunctionId>> {
    let mut places = BTreeMap::new();
    for element in module.elements.iter() {
        let ElementKind::Active { table: of, offset } = &element.kind else {
            continue;
        };
        if *of != table {
            continue;
        }
        let ConstExpr::Value(Value::I32(offset)) = offset else {
            bail!("a place of the table is not a number");
        };
        let ElementItems::Functions(functions) = &element.items else {
            bail!("the table holds something else than functions");
        };
        for (place, function) in (u32::try_from(*offset)?..).zip(functions) {
            places.insert(place, *function);
        }
    }
    Ok(places)
}

/// All that functions come to by direct calls.
fn reached(
    module: &Module,
    from: impl IntoIterator<Item = FunctionId>,
    passes: impl Fn(FunctionId) -> bool,
) -> HashSet<FunctionId> {
    let mut waiting: Vec<FunctionId> = from.into_iter().collect();
    let mut found: HashSet<FunctionId> = waiting.iter().copied().collect();
    while let Some(id) = waiting.pop() {
        if let FunctionKind::Local(function) = &module.funcs.get(id).kind {
            for used in uses(function).functions {
                if passes(used) && found.insert(used) {
                    waiting.push(used);
                }
            }
        }
    }
    found
}

/// Which functions come later: those that nothing of the first part reaches except through a marked one.
fn later(
    module: &Module,
    places: &BTreeMap<u32, FunctionId>,
    bring: FunctionId,
    is_marked: impl Fn(&str) -> bool,
) -> HashSet<FunctionId> {
    // What brings the second part here cannot itself be in it.
    let brings = reached(module, [bring], |_| true);
    let marked = |id: FunctionId| {
        let function = module.funcs.get(id);
        matches!(function.kind, FunctionKind::Local(_))
            && !brings.contains(&id)
            && function.name.as_deref().is_some_and(&is_marked)
    };
    let exported = module
        .exports
        .iter()
        .filter_map(|export| match export.item {
            ExportItem::Function(id) => Some(id),
            _ => None,
        });
    let in_table = places.values().copied().filter(|id| !marked(*id));
    let roots = exported
        .chain(module.start)
        .chain(in_table)
        .collect::<Vec<_>>();
    let first = reached(module, roots, |id| !marked(id));
    let local = module.funcs.iter_local().map(|(id, _)| id);
    local.filter(|id| !first.contains(id)).collect()
}

/// Short names for what the parts share.
#[derive(Default)]
pub(crate) struct Names(usize);

impl Names {
    pub(crate) fn next(&mut self) -> String {
        const LETTERS: usize = 26;
        let mut rest = self.0;
        self.0 += 1;
        let mut name = String::new();
        loop {
            name.extend(('a'..='z').nth(rest % LETTERS));
            rest /= LETTERS;
            if rest == 0 {
                return name;
            }
            rest -= 1;
        }
    }
}

/// Splits a module, and its data by its linker's notes. The first part calls `bring`, an export of its own, when it comes to a
/// function that is not there yet; after `bring`, the second part must be. The exports in `unused` are left out, and what only they
/// need.
///
/// The second part must be instantiated once only: its data may have changed since.
pub(crate) fn split(
    wasm: &[u8],
    links: &Links,
    bring: &str,
    unused: &[&str],
    is_marked: impl Fn(&str) -> bool,
) -> Result<Parts> {
    let mut first = parse(wasm)?;
    let mut second = parse(wasm)?;
    for name in unused {
        first.exports.remove(*name)?;
    }
    // Both have the same things in the same order, though each under its own ids.
    let twin_functions: HashMap<FunctionId, FunctionId> = ids(
        first.funcs.iter().map(Function::id),
        second.funcs.iter().map(Function::id),
    );
    let twin_globals: HashMap<GlobalId, GlobalId> = ids(
        first.globals.iter().map(Global::id),
        second.globals.iter().map(Global::id),
    );
    let total = first.funcs.iter_local().count();
    let table = main_table(&first)?;
    let places = places(&first, table)?;
    let bring = first.exports.get_func(bring)?;
    let later = later(&first, &places, bring, is_marked);

    // Each later function that the first part can come to has a place in the table, where the second part puts it.
    let mut doors: BTreeMap<FunctionId, u32> = (places.iter())
        .filter(|(_, id)| later.contains(id))
        .map(|(place, id)| (*id, *place))
        .collect();
    let mut size = u32::try_from(first.tables.get(table).initial)?;
    for (id, function) in first.funcs.iter_local() {
        if later.contains(&id) {
            continue;
        }
        for used in uses(function).functions {
            if later.contains(&used) && !doors.contains_key(&used) {
                doors.insert(used, size);
                size += 1;
            }
        }
    }

    // What the second part needs of the first one.
    let (mut functions, mut globals) = (BTreeSet::new(), BTreeSet::new());
    for (id, function) in first.funcs.iter_local() {
        if later.contains(&id) {
            let uses = uses(function);
            functions.extend(uses.functions.into_iter().filter(|id| !later.contains(id)));
            globals.extend(uses.globals);
        }
    }

    let names = |comes_later: bool| -> HashSet<&str> {
        let functions = first.funcs.iter_local();
        let functions = functions.filter(|(id, _)| later.contains(id) == comes_later);
        functions
            .filter_map(|(id, _)| Some(own_name(first.funcs.get(id).name.as_deref()?)))
            .collect()
    };
    let (first_names, later_names) = (names(false), names(true));
    // A function that has no name any more belongs to the first part.
    let addresses = links.later(|name| {
        !later_names.contains(own_name(name)) || first_names.contains(own_name(name))
    });

    let here = put_up_doors(&mut first, table, bring, &doors, size);
    let twin_table = main_table(&second)?;
    let twin_memory = second.get_memory_id()?;
    let mut names = Names::default();
    clear(&mut second, twin_table, twin_memory);
    let data = move_data(&mut first, &mut second, twin_memory, &addresses)?;

    let name = names.next();
    first.exports.add(&name, first.get_memory_id()?);
    let import = second.imports.add(FIRST, &name, twin_memory);
    second.memories.get_mut(twin_memory).import = Some(import);
    // The table of functions, and that of the JavaScript values that the program holds.
    let mut tables: Vec<(TableId, TableId)> = (first.tables.iter())
        .zip(second.tables.iter())
        .map(|(of_first, of_second)| (of_first.id(), of_second.id()))
        .collect();
    // Places in the first table are written shorter.
    tables.sort_by_key(|(id, _)| *id != table);
    for (id, twin) in tables {
        let name = names.next();
        first.exports.add(&name, id);
        let import = second.imports.add(FIRST, &name, twin);
        second.tables.get_mut(twin).import = Some(import);
    }
    widen(second.tables.get_mut(twin_table), size);
    let (twin_here, _) = second.add_import_global(FIRST, HERE, ValType::I32, true, false);
    first.exports.add(HERE, here);
    for id in globals {
        let name = names.next();
        first.exports.add(&name, id);
        let twin = *twin_globals.get(&id).context("a global is gone")?;
        let import = second.imports.add(FIRST, &name, twin);
        second.globals.get_mut(twin).kind = GlobalKind::Import(import);
    }
    for id in functions {
        let name = names.next();
        first.exports.add(&name, id);
        let twin = *twin_functions.get(&id).context("a function is gone")?;
        if let FunctionKind::Import(own) = &second.funcs.get(twin).kind {
            second.imports.delete(own.import);
        }
        let import = second.imports.add(FIRST, &name, twin);
        let function = second.funcs.get_mut(twin);
        let ty = function.ty();
        function.kind = FunctionKind::Import(ImportedFunction { import, ty });
    }

    let mut in_table: Vec<(u32, FunctionId)> = (doors.iter())
        .filter_map(|(id, place)| Some((*place, *twin_functions.get(id)?)))
        .collect();
    in_table.sort_unstable();
    // Places in a row make one segment.
    for run in in_table.chunk_by(|(a, _), (b, _)| a + 1 == *b) {
        let Some((place, _)) = run.first() else {
            continue;
        };
        let offset = ConstExpr::Value(Value::I32(place.cast_signed()));
        let items = run.iter().map(|(_, id)| *id).collect();
        let table = twin_table;
        let kind = ElementKind::Active { table, offset };
        let element = second.elements.add(kind, ElementItems::Functions(items));
        let shared = second.tables.get_mut(twin_table);
        shared.elem_segments.insert(element);
    }
    let mut arrived = FunctionBuilder::new(&mut second.types, &[], &[]);
    arrived.func_body().i32_const(1).global_set(twin_here);
    second.start = Some(arrived.finish(Vec::new(), &mut second.funcs));

    walrus::passes::gc::run(&mut second);
    walrus::passes::gc::run(&mut first);
    Ok(Parts {
        first: first.emit_wasm(),
        later: second.emit_wasm(),
        functions: total,
        later_functions: later.len(),
        doors: in_table.len(),
        data,
    })
}

fn main_table(module: &Module) -> Result<TableId> {
    let table = module.tables.main_function_table()?;
    table.context("there is no table of functions")
}

/// What stands at the same place in both.
fn ids<T: Eq + Hash>(
    first: impl Iterator<Item = T>,
    second: impl Iterator<Item = T>,
) -> HashMap<T, T> {
    first.zip(second).collect()
}

fn widen(table: &mut walrus::Table, size: u32) {
    table.initial = u64::from(size);
    if let Some(maximum) = &mut table.maximum {
        *maximum = (*maximum).max(u64::from(size));
    }
}

/// Turns each later function of the first part into a door: it brings the second part here, if need be, and calls what that one
/// has put at the function's place of the table. Gives the global that says whether the second part is here.
fn put_up_doors(
    first: &mut Module,
    table: TableId,
    bring: FunctionId,
    doors: &BTreeMap<FunctionId, u32>,
    size: u32,
) -> GlobalId {
    widen(first.tables.get_mut(table), size);
    let no = ConstExpr::Value(Value::I32(0));
    let here = first.globals.add_local(ValType::I32, true, false, no);
    let mut ensure = FunctionBuilder::new(&mut first.types, &[], &[]);
    ensure
        .func_body()
        .global_get(here)
        .unop(UnaryOp::I32Eqz)
        .if_else(
            None,
            |missing| {
                missing
                    .call(bring)
                    .global_get(here)
                    .unop(UnaryOp::I32Eqz)
                    .if_else(
                        None,
                        |still| {
                            still.unreachable();
                        },
                        |_| {},
                    );
            },
            |_| {},
        );
    let ensure = ensure.finish(Vec::new(), &mut first.funcs);
    for (id, place) in doors {
        let ty = first.funcs.get(*id).ty();
        let (parameters, results) = first.types.params_results(ty);
        let (parameters, results) = (parameters.to_vec(), results.to_vec());
        let arguments: Vec<_> = parameters.iter().map(|ty| first.locals.add(*ty)).collect();
        let mut door = FunctionBuilder::new(&mut first.types, &parameters, &results);
        let mut body = door.func_body();
        body.call(ensure);
        for argument in &arguments {
            body.local_get(*argument);
        }
        body.i32_const(place.cast_signed()).call_indirect(ty, table);
        first.funcs.get_mut(*id).kind = FunctionKind::Local(door.local_func(arguments));
    }
    here
}

/// `wasm-bindgen` counts functions of the same name: `a::b[1]`.
fn own_name(name: &str) -> &str {
    match name
        .strip_suffix(']')
        .and_then(|name| name.rsplit_once('['))
    {
        Some((own, number)) if number.bytes().all(|byte| byte.is_ascii_digit()) => own,
        _ => name,
    }
}

/// Takes data out of the first part, where zeros stay in its place (wasm-opt leaves them out), and puts it into the second; gives
/// the number of bytes.
fn move_data(
    first: &mut Module,
    second: &mut Module,
    memory: MemoryId,
    addresses: &[Range<u32>],
) -> Result<usize> {
    let mut moved = 0;
    let all: Vec<_> = first.data.iter().map(walrus::Data::id).collect();
    for id in all {
        let data = first.data.get_mut(id);
        let DataKind::Active {
            offset: ConstExpr::Value(Value::I32(start)),
            ..
        } = data.kind
        else {
            bail!("data that is not simply there");
        };
        let start = start.cast_unsigned();
        let end = start + u32::try_from(data.value.len())?;
        for range in addresses {
            let (from, to) = (range.start.max(start), range.end.min(end));
            if from >= to {
                continue;
            }
            let place = usize::try_from(from - start)?..usize::try_from(to - start)?;
            let bytes = data
                .value
                .get_mut(place)
                .context("data outside of its segment")?;
            moved += bytes.len();
            let value = bytes.to_vec();
            bytes.fill(0);
            let offset = ConstExpr::Value(Value::I32(from.cast_signed()));
            let id = second.data.add(DataKind::Active { memory, offset }, value);
            second.memories.get_mut(memory).data_segments.insert(id);
        }
    }
    Ok(moved)
}

/// Takes out of the second part what the first one gives it or does for it.
fn clear(second: &mut Module, table: TableId, memory: MemoryId) {
    let exports: Vec<_> = second.exports.iter().map(walrus::Export::id).collect();
    for id in exports {
        second.exports.delete(id);
    }
    second.start = None;
    let elements: Vec<_> = second.elements.iter().map(walrus::Element::id).collect();
    for id in elements {
        second.elements.delete(id);
    }
    second.tables.get_mut(table).elem_segments.clear();
    let data: Vec<_> = second.data.iter().map(walrus::Data::id).collect();
    for id in data {
        second.data.delete(id);
    }
    second.memories.get_mut(memory).data_segments.clear();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_short_and_different() {
        let mut names = Names::default();
        let all: Vec<String> = (0..3000).map(|_| names.next()).collect();
        assert_eq!(all[0], "a");
        assert_eq!(all[26], "aa");
        assert_eq!(all.iter().collect::<HashSet<_>>().len(), 3000);
        assert!(all.iter().all(|name| name.len() < 4));
    }
}
