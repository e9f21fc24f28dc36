//! Which functions run: a WebAssembly that keeps a byte for each of its functions, set when the function is entered.

use anyhow::Result;
use walrus::ir::{Const, Instr, MemArg, Store, StoreKind, Value};
use walrus::{FunctionId, FunctionKind};

/// The memory that holds the bytes, as an export.
const HITS: &str = "hits";

/// The module with a byte for each function, and the functions' names, a line for each byte.
pub(crate) fn instrument(wasm: &[u8]) -> Result<(Vec<u8>, String)> {
    const PAGE: u64 = 65_536;
    let mut module = crate::module::parse(wasm)?;
    let functions: Vec<FunctionId> = module.funcs.iter_local().map(|(id, _)| id).collect();
    let pages = u64::try_from(functions.len())?.div_ceil(PAGE);
    let memory = module.memories.add_local(false, false, pages, None, None);
    module.exports.add(HITS, memory);
    let mut names = String::new();
    for (number, id) in functions.into_iter().enumerate() {
        let function = module.funcs.get_mut(id);
        // What `wasm-bindgen` makes itself has no name, and is never marked.
        names.push_str(function.name.as_deref().unwrap_or_default());
        names.push('\n');
        let FunctionKind::Local(function) = &mut function.kind else {
            continue;
        };
        let address = Value::I32(i32::try_from(number)?);
        let kind = StoreKind::I32_8 { atomic: false };
        let arg = MemArg {
            align: 1,
            offset: 0,
        };
        let set = [
            Instr::Const(Const { value: address }),
            Instr::Const(Const {
                value: Value::I32(1),
            }),
            Instr::Store(Store { memory, kind, arg }),
        ];
        let entry = function.entry_block();
        let body = &mut function.block_mut(entry).instrs;
        body.splice(
            0..0,
            set.map(|instruction| (instruction, Default::default())),
        );
    }
    Ok((module.emit_wasm(), names))
}
