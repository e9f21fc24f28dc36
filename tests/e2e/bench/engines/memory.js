// Loaded before an engine: keeps its memory where the bench looks for it.
const { Memory, instantiate } = WebAssembly;
WebAssembly.instantiate = async (...all) => {
  const made = await instantiate(...all);
  const { memory } = (made.instance ?? made).exports;
  if (memory instanceof Memory) self.memory = memory;
  return made;
};
// wllama makes its memory itself.
WebAssembly.Memory = class extends Memory {
  constructor(size) {
    super(size);
    self.memory = this;
  }
};
