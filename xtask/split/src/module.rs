//! The splitting itself.

use anyhow::{Context, Result, bail};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::hash::Hash;
use walrus::ir::{
    Call, CallIndirect, Const, Instr, InstrSeqId, RefFunc, ReturnCall, Value, Visitor, VisitorMut,
    dfs_in_order, dfs_pre_order_mut,
};
use walrus::{
    ConstExpr, ElementItems, ElementKind, ExportItem, Function, FunctionId, FunctionKind, Global,
    GlobalId, GlobalKind, ImportedFunction, LocalFunction, Module, ModuleConfig, TableId,
};

/// The name under which the second part imports from the first.
const FIRST: &str = "first";

pub(crate) struct Parts {
    pub(crate) first: Vec<u8>,
    pub(crate) later: Vec<u8>,
    pub(crate) functions: usize,
    pub(crate) later_functions: usize,
    /// Places of the table through which the first part calls the second.
    pub(crate) doors: usize,
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

fn parse(wasm: &[u8]) -> Result<Module> {
    ModuleConfig::new()
        .generate_producers_section(false)
        .parse(wasm)
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

/// Which functions come later: those that nothing of the first part reaches except through a marked one.
fn later(
    module: &Module,
    places: &BTreeMap<u32, FunctionId>,
    is_marked: impl Fn(&str) -> bool,
) -> HashSet<FunctionId> {
    let marked = |id: FunctionId| {
        let function = module.funcs.get(id);
        matches!(function.kind, FunctionKind::Local(_))
            && function.name.as_deref().is_some_and(&is_marked)
    };
    let exported = module
        .exports
        .iter()
        .filter_map(|export| match export.item {
            ExportItem::Function(id) => Some(id),
            _ => None,
        });
    let mut waiting: Vec<FunctionId> = exported.chain(module.start).collect();
    waiting.extend(places.values().copied().filter(|id| !marked(*id)));
    let mut first: HashSet<FunctionId> = waiting.iter().copied().collect();
    while let Some(id) = waiting.pop() {
        if let FunctionKind::Local(function) = &module.funcs.get(id).kind {
            for used in uses(function).functions {
                if !marked(used) && first.insert(used) {
                    waiting.push(used);
                }
            }
        }
    }
    let local = module.funcs.iter_local().map(|(id, _)| id);
    local.filter(|id| !first.contains(id)).collect()
}

/// Turns direct calls of functions with a place in the table into calls through it.
struct Doors<'a> {
    table: TableId,
    places: &'a BTreeMap<FunctionId, (u32, walrus::TypeId)>,
    /// References that cannot go through the table.
    stuck: bool,
}

impl VisitorMut for Doors<'_> {
    fn start_instr_seq_mut(&mut self, sequence: &mut walrus::ir::InstrSeq) {
        let mut rewritten = Vec::with_capacity(sequence.instrs.len());
        for (instruction, location) in sequence.instrs.drain(..) {
            let door = match &instruction {
                Instr::Call(Call { func }) => self.places.get(func),
                Instr::ReturnCall(ReturnCall { func }) | Instr::RefFunc(RefFunc { func }) => {
                    self.stuck |= self.places.contains_key(func);
                    None
                }
                _ => None,
            };
            match door {
                Some((place, ty)) => {
                    let value = Value::I32(place.cast_signed());
                    rewritten.push((Instr::Const(Const { value }), location));
                    let table = self.table;
                    let call = CallIndirect { ty: *ty, table };
                    rewritten.push((Instr::CallIndirect(call), location));
                }
                None => rewritten.push((instruction, location)),
            }
        }
        sequence.instrs = rewritten;
    }
}

/// A short name for each thing that the parts share.
#[derive(Default)]
struct Names(usize);

impl Names {
    fn next(&mut self) -> String {
        self.0 += 1;
        format!("later{}", self.0)
    }
}

pub(crate) fn split(wasm: &[u8], is_marked: impl Fn(&str) -> bool) -> Result<Parts> {
    let mut first = parse(wasm)?;
    let mut second = parse(wasm)?;
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
    let table = first
        .tables
        .main_function_table()?
        .context("there is no table of functions")?;
    let places = places(&first, table)?;
    let later = later(&first, &places, is_marked);

    // The functions of the second part that the first one calls, and those that stand in the table anyway.
    let mut doors = BTreeMap::new();
    for (place, id) in places.iter().filter(|(_, id)| later.contains(id)) {
        doors.insert(*id, (*place, first.funcs.get(*id).ty()));
    }
    let size = u32::try_from(first.tables.get(table).initial)?;
    let mut next = size;
    for (id, function) in first.funcs.iter_local() {
        if later.contains(&id) {
            continue;
        }
        for used in uses(function).functions {
            if later.contains(&used) && !doors.contains_key(&used) {
                doors.insert(used, (next, first.funcs.get(used).ty()));
                next += 1;
            }
        }
    }

    // What the second part needs of the first one.
    let (mut functions, mut globals) = (HashSet::new(), HashSet::new());
    for (id, function) in first.funcs.iter_local() {
        if later.contains(&id) {
            let uses = uses(function);
            functions.extend(uses.functions.into_iter().filter(|id| !later.contains(id)));
            globals.extend(uses.globals);
        }
    }
    let mut functions: Vec<FunctionId> = functions.into_iter().collect();
    functions.sort();
    let mut globals: Vec<GlobalId> = globals.into_iter().collect();
    globals.sort();

    shorten(&mut first, table, &places, &later, &doors, next)?;
    let memory = first.get_memory_id()?;
    let twin_memory = second.get_memory_id()?;
    let twin_table = second
        .tables
        .main_function_table()?
        .context("there is no table of functions")?;
    let mut names = Names::default();

    // The second part begins as the whole and gives away what the first one has.
    let exports: Vec<_> = second.exports.iter().map(walrus::Export::id).collect();
    for id in exports {
        second.exports.delete(id);
    }
    second.start = None;
    let elements: Vec<_> = second.elements.iter().map(walrus::Element::id).collect();
    for id in elements {
        second.elements.delete(id);
    }
    second.tables.get_mut(twin_table).elem_segments.clear();
    let data: Vec<_> = second.data.iter().map(walrus::Data::id).collect();
    for id in data {
        second.data.delete(id);
    }
    second.memories.get_mut(twin_memory).data_segments.clear();

    let name = names.next();
    first.exports.add(&name, memory);
    let import = second.imports.add(FIRST, &name, twin_memory);
    second.memories.get_mut(twin_memory).import = Some(import);
    let name = names.next();
    first.exports.add(&name, table);
    let import = second.imports.add(FIRST, &name, twin_table);
    let shared = second.tables.get_mut(twin_table);
    shared.import = Some(import);
    shared.initial = u64::from(next);
    if let Some(maximum) = &mut shared.maximum {
        *maximum = (*maximum).max(u64::from(next));
    }
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
        let import = second.imports.add(FIRST, &name, twin);
        let function = second.funcs.get_mut(twin);
        let ty = function.ty();
        function.kind = FunctionKind::Import(ImportedFunction { import, ty });
    }
    let mut in_table: Vec<(u32, FunctionId)> = (doors.iter())
        .filter_map(|(id, (place, _))| Some((*place, *twin_functions.get(id)?)))
        .collect();
    in_table.sort_unstable();
    let count = in_table.len();
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
        second
            .tables
            .get_mut(twin_table)
            .elem_segments
            .insert(element);
    }
    walrus::passes::gc::run(&mut second);
    walrus::passes::gc::run(&mut first);
    Ok(Parts {
        first: first.emit_wasm(),
        later: second.emit_wasm(),
        functions: total,
        later_functions: later.len(),
        doors: count,
    })
}

/// What stands at the same place in both.
fn ids<T: Eq + Hash>(
    first: impl Iterator<Item = T>,
    second: impl Iterator<Item = T>,
) -> HashMap<T, T> {
    first.zip(second).collect()
}

/// Takes the later functions out of the first part.
fn shorten(
    first: &mut Module,
    table: TableId,
    places: &BTreeMap<u32, FunctionId>,
    later: &HashSet<FunctionId>,
    doors: &BTreeMap<FunctionId, (u32, walrus::TypeId)>,
    size: u32,
) -> Result<()> {
    let locals: Vec<FunctionId> = first.funcs.iter_local().map(|(id, _)| id).collect();
    for id in locals.into_iter().filter(|id| !later.contains(id)) {
        let FunctionKind::Local(function) = &mut first.funcs.get_mut(id).kind else {
            continue;
        };
        let mut visitor = Doors {
            table,
            places: doors,
            stuck: false,
        };
        let entry: InstrSeqId = function.entry_block();
        dfs_pre_order_mut(&mut visitor, function, entry);
        if visitor.stuck {
            bail!("a function that comes later is referred to, not called");
        }
    }
    // Their places stay empty until the second part comes.
    let elements: Vec<_> = (first.elements.iter())
        .filter(
            |element| matches!(element.kind, ElementKind::Active { table: of, .. } if of == table),
        )
        .map(walrus::Element::id)
        .collect();
    for id in elements {
        first.elements.delete(id);
    }
    let shared = first.tables.get_mut(table);
    shared.elem_segments.clear();
    shared.initial = u64::from(size);
    if let Some(maximum) = &mut shared.maximum {
        *maximum = (*maximum).max(u64::from(size));
    }
    let kept: Vec<(u32, FunctionId)> = (places.iter())
        .filter(|(_, id)| !later.contains(id))
        .map(|(place, id)| (*place, *id))
        .collect();
    for run in kept.chunk_by(|(a, _), (b, _)| a + 1 == *b) {
        let Some((place, _)) = run.first() else {
            continue;
        };
        let offset = ConstExpr::Value(Value::I32(place.cast_signed()));
        let items = run.iter().map(|(_, id)| *id).collect();
        let kind = ElementKind::Active { table, offset };
        let element = first.elements.add(kind, ElementItems::Functions(items));
        first.tables.get_mut(table).elem_segments.insert(element);
    }
    Ok(())
}
