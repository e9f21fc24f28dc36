//! Keys of the locale files as numbers. A key that is written in the source is turned into its number while compiling, so
//! that the page holds no names of its texts: as names, they would weigh three kilobytes more.

/// Bits of a number: so many are four bytes of WebAssembly.
const BITS: u32 = 27;

/// The number of a key. A test holds that no two keys have the same one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Key(u32);

impl Key {
    /// The number of `lesson.ui.next` and the like.
    pub const fn of(name: &str) -> Self {
        Path::START.then(name).key()
    }
}

/// The first part of a key, which is known while the rest is still to come: the FNV-1a hash of its bytes.
#[derive(Clone, Copy, Debug)]
pub struct Path(u32);

impl Path {
    /// Nothing yet.
    pub const START: Self = Self(0x811c_9dc5);

    /// This part and more.
    #[must_use]
    pub const fn then(self, text: &str) -> Self {
        let Self(mut hash) = self;
        let mut rest = text.as_bytes();
        // No iterators while compiling.
        while let [byte, after @ ..] = rest {
            hash = (hash ^ *byte as u32).wrapping_mul(0x0100_0193);
            rest = after;
        }
        Self(hash)
    }

    /// The key that ends here.
    pub const fn key(self) -> Key {
        Key((self.0 ^ (self.0 >> BITS)) & ((1 << BITS) - 1))
    }
}
