//! The states that decisions look at, shared: whoever looks at one need not copy it.

use std::collections::HashMap;
use std::sync::Arc;

use crate::state::State;
use crate::stream::StreamId;

/// States of streams. A stream that is absent here does not exist, or was not named.
#[derive(Clone, Debug, Default)]
pub struct States {
    by_stream: HashMap<StreamId, Arc<State>>,
}

impl States {
    /// The state of a stream.
    pub fn get(&self, stream: &StreamId) -> Option<&State> {
        self.by_stream.get(stream).map(|state| &**state)
    }

    /// The same, to be kept.
    pub fn shared(&self, stream: &StreamId) -> Option<&Arc<State>> {
        self.by_stream.get(stream)
    }

    /// Puts a stream's state in the place of its earlier one.
    pub fn insert(&mut self, stream: StreamId, state: Arc<State>) {
        self.by_stream.insert(stream, state);
    }

    /// Takes a state out, to be folded on; it is copied where somebody else keeps it.
    pub fn take(&mut self, stream: &StreamId) -> Option<State> {
        self.by_stream.remove(stream).map(Arc::unwrap_or_clone)
    }
}

impl FromIterator<(StreamId, Arc<State>)> for States {
    fn from_iter<I: IntoIterator<Item = (StreamId, Arc<State>)>>(states: I) -> States {
        States { by_stream: states.into_iter().collect() }
    }
}
