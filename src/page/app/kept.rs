//! Keeps a state that is too long for the address for a reload of the tab: in IndexedDB, under a key in the tab's session storage.
//!
//! Where the browser has no room or forbids it (some private windows), nothing is kept, as if the tab had been closed.

use crate::link;
use crate::page::dom;
use crate::state::State;
use js_sys::{Date, Math, Promise, Uint8Array};
use std::cell::{Cell, RefCell};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{
    IdbDatabase, IdbKeyRange, IdbObjectStore, IdbRequest, IdbTransactionMode, PerformanceNavigation,
};

/// The hash of the address while the state was kept.
const KEPT_HASH: &str = "calibration-explainer.kept-at";

/// The key of the state in the database.
const KEPT_KEY: &str = "calibration-explainer.kept-as";

/// Name of the database and of its only store.
const DATABASE: &str = "calibration-explainer";

/// Time after which the states of tabs that were closed are removed, in milliseconds.
const OLD_MS: f64 = 7.0 * 24.0 * 3_600_000.0;

thread_local! {
    /// The state that was kept, until the app takes it.
    static FOUND: RefCell<Option<State>> = const { RefCell::new(None) };
    /// The number of times that a state was kept or forgotten: an earlier one must not come back.
    static TIMES: Cell<u32> = const { Cell::new(0) };
    /// True if the entry under this tab's key is its own.
    static OWN_KEY: Cell<bool> = const { Cell::new(false) };
}

fn session() -> Option<web_sys::Storage> {
    dom::window()?.session_storage().ok()?
}

fn stored(key: &str) -> Option<String> {
    session()?.get_item(key).ok()?
}

fn next_time() -> u32 {
    TIMES.set(TIMES.get().wrapping_add(1));
    TIMES.get()
}

/// Keeps a state, or none if there is no room for it.
pub(super) fn keep_state(hash: &str, state: &State) {
    let (hash, bytes, time) = (hash.to_owned(), link::pack(state), next_time());
    spawn_local(async move {
        let key = own_key();
        let kept = keep(&key, &bytes).await;
        if TIMES.get() != time {
            return;
        }
        let noted = kept.is_ok().then(session).flatten().and_then(|session| {
            session.set_item(KEPT_KEY, &key).ok()?;
            session.set_item(KEPT_HASH, &hash).ok()
        });
        if noted.is_none() {
            forget_state();
        }
    });
}

pub(super) fn forget_state() {
    next_time();
    let Some(key) = stored(KEPT_KEY) else {
        return;
    };
    if let Some(session) = session() {
        let _ = session.remove_item(KEPT_KEY);
        let _ = session.remove_item(KEPT_HASH);
    }
    if OWN_KEY.get() {
        spawn_local(async move {
            // What stays is removed when it is old.
            let _ = remove(&key).await;
        });
    }
}

/// Looks for a state that was kept while the address had this hash. Returns at once where there is none.
pub(crate) async fn find(hash: &str) {
    let (Some(at), Some(key)) = (stored(KEPT_HASH), stored(KEPT_KEY)) else {
        return;
    };
    // A duplicated tab has the same key: the entry belongs to the tab that is reloaded.
    let navigation = dom::window().and_then(|window| window.performance());
    let navigation = navigation.map(|performance| performance.navigation().type_());
    OWN_KEY.set(navigation == Some(PerformanceNavigation::TYPE_RELOAD));
    if at == hash {
        let bytes = read(&key).await.ok();
        FOUND.set(bytes.and_then(|bytes| link::unpack(&bytes)));
    }
}

/// Takes the state that [`find`] found.
pub(super) fn take() -> Option<State> {
    FOUND.take()
}

/// The key of this tab's entry. It begins with the time, so that old entries are found by their keys.
fn own_key() -> String {
    let own = stored(KEPT_KEY).filter(|_| OWN_KEY.get());
    own.unwrap_or_else(|| {
        let key = format!("{:.0}-{:.0}", Date::now(), Math::random() * 1e9);
        // Noted at once, so that a state that is kept meanwhile has the same.
        if let Some(session) = session() {
            let _ = session.remove_item(KEPT_HASH);
            let _ = session.set_item(KEPT_KEY, &key);
        }
        OWN_KEY.set(true);
        key
    })
}

async fn keep(key: &str, bytes: &[u8]) -> Result<(), JsValue> {
    let store = open(IdbTransactionMode::Readwrite).await?;
    let old = format!("{:.0}", Date::now() - OLD_MS);
    let old = IdbKeyRange::upper_bound(&old.into())?;
    store.0.delete(&old)?;
    let put = store
        .0
        .put_with_key(&Uint8Array::from(bytes), &key.into())?;
    // The request may succeed and the transaction still find no room.
    done(put.as_ref()).await?;
    store.committed().await
}

async fn remove(key: &str) -> Result<(), JsValue> {
    let store = open(IdbTransactionMode::Readwrite).await?;
    store.0.delete(&key.into())?;
    store.committed().await
}

async fn read(key: &str) -> Result<Vec<u8>, JsValue> {
    let store = open(IdbTransactionMode::Readonly).await?;
    let bytes = done(store.0.get(&key.into())?.as_ref()).await?;
    Ok(bytes.dyn_into::<Uint8Array>()?.to_vec())
}

/// The store in a transaction; its database is closed when this is dropped.
struct Store(IdbObjectStore, IdbDatabase);

impl Drop for Store {
    fn drop(&mut self) {
        self.1.close();
    }
}

impl Store {
    async fn committed(&self) -> Result<(), JsValue> {
        let transaction = self.0.transaction();
        let promise = Promise::new(&mut |resolve, reject| {
            transaction.set_oncomplete(Some(&resolve));
            transaction.set_onabort(Some(&reject));
        });
        JsFuture::from(promise).await.map(|_| ())
    }
}

async fn open(mode: IdbTransactionMode) -> Result<Store, JsValue> {
    let window = dom::window().ok_or(JsValue::NULL)?;
    let factory = window.indexed_db()?.ok_or(JsValue::NULL)?;
    let request = factory.open(DATABASE)?;
    let created = request.clone();
    let create = Closure::once_into_js(move || {
        let database = created.result().and_then(|database| database.dyn_into());
        if let Ok::<IdbDatabase, _>(database) = database {
            // If that fails, so does the transaction.
            let _ = database.create_object_store(DATABASE);
        }
    });
    request.set_onupgradeneeded(Some(create.unchecked_ref()));
    let database = done(request.as_ref()).await?.dyn_into::<IdbDatabase>()?;
    let transaction = database.transaction_with_str_and_mode(DATABASE, mode)?;
    Ok(Store(transaction.object_store(DATABASE)?, database))
}

/// Waits for a request.
async fn done(request: &IdbRequest) -> Result<JsValue, JsValue> {
    let promise = Promise::new(&mut |resolve, reject| {
        request.set_onsuccess(Some(&resolve));
        request.set_onerror(Some(&reject));
    });
    JsFuture::from(promise).await?;
    request.result()
}
