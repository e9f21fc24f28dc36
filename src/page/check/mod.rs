//! What there is to see of all test inputs together.

pub(crate) mod list;
