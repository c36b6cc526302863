//! Kinds of tampering, each with a name of its own.

/// One thing that is not as it was recorded.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Finding {
    /// Header, facts or personal data differ from what the log committed to.
    #[error(
        "event-changed: position {position}, event {event} of {stream} is not what was recorded"
    )]
    EventChanged {
        /// Its place in the log.
        position: i64,
        /// The event.
        event: i64,
        /// Its stream.
        stream: String,
    },
    /// A column says something else than the header.
    #[error("column-changed: event {event}: its columns disagree with its header")]
    ColumnChanged {
        /// The event.
        event: i64,
    },
    /// The log holds an event that is gone.
    #[error("event-removed: position {position}: event {event} is gone")]
    EventRemoved {
        /// Its place in the log.
        position: i64,
        /// The event.
        event: i64,
    },
    /// An event's facts and personal data are gone.
    #[error("body-removed: event {event}: its facts and personal data are gone")]
    BodyRemoved {
        /// The event.
        event: i64,
    },
    /// An event that did not come through the door.
    #[error("event-inserted: event {event} of {stream} never passed the log")]
    EventInserted {
        /// The event.
        event: i64,
        /// Its stream.
        stream: String,
    },
    /// Facts without an event.
    #[error("body-inserted: facts without an event: {event}")]
    BodyInserted {
        /// The event that they name.
        event: i64,
    },
    /// A position of the log is missing or doubled.
    #[error("position-missing: the log has no position {position}")]
    PositionMissing {
        /// The first one missing.
        position: i64,
    },
    /// A stream's versions do not run from 1 without gaps.
    #[error("stream-broken: {stream} has {count} events with versions {first} to {last}")]
    StreamBroken {
        /// The stream.
        stream: String,
        /// How many events.
        count: i64,
        /// The lowest version.
        first: i64,
        /// The highest version.
        last: i64,
    },
    /// Law time runs backwards in the log.
    #[error("order-broken: position {position} is older than the one before it")]
    OrderBroken {
        /// The position.
        position: i64,
    },
    /// The leaves do not give the root that the head states.
    #[error("root-changed: the leaves do not give the root of the log's head")]
    RootChanged,
    /// The head's size is not the number of leaves.
    #[error("head-changed: the head says {stated} entries, there are {found}")]
    HeadChanged {
        /// What the head says.
        stated: u64,
        /// What is there.
        found: u64,
    },
    /// An inner node is not what the leaves give.
    #[error("node-changed: level {level}, place {place} of the tree is wrong or missing")]
    NodeChanged {
        /// The level.
        level: i64,
        /// The place.
        place: i64,
    },
    /// The checkpoint is not signed by the log's key.
    #[error("checkpoint-unsigned: {why}")]
    CheckpointUnsigned {
        /// What is wrong with it.
        why: String,
    },
    /// The signed checkpoint is not of this tree.
    #[error("checkpoint-changed: the signed checkpoint of {size} entries is not of this log")]
    CheckpointChanged {
        /// Its size.
        size: u64,
    },
    /// What was published is not a beginning of this log.
    #[error(
        "history-rewritten: the log does not extend the checkpoint published with {size} entries"
    )]
    HistoryRewritten {
        /// Its size.
        size: u64,
    },
    /// Erased personal data is there again.
    #[error("erasure-undone: personal data of event {event} ({stream}) is there although erased")]
    ErasureUndone {
        /// The event.
        event: i64,
        /// Its stream.
        stream: String,
    },
    /// Personal data was destroyed without an event that says so.
    #[error("erasure-untold: personal data of event {event} ({stream}) was destroyed untold")]
    ErasureUntold {
        /// The event.
        event: i64,
        /// Its stream.
        stream: String,
    },
    /// A derived row is not what the events give.
    #[error("derived-changed: {table} {key}: not what the events give; `motcua rebuild` mends it")]
    DerivedChanged {
        /// The table.
        table: &'static str,
        /// The row's key.
        key: String,
    },
    /// A tally is not the length of the list that it counts.
    #[error(
        "tally-changed: {tally} {key}: it says {kept}, and {listed} are there; \
         `motcua rebuild` mends it"
    )]
    TallyChanged {
        /// The tally.
        tally: &'static str,
        /// Office, procedure and period; nothing stands for all.
        key: String,
        /// What is kept.
        kept: i64,
        /// What the list has.
        listed: i64,
    },
    /// A frozen report is not what its hash is of, or its identities do not hold.
    #[error("report-changed: {stream}: {what}")]
    ReportChanged {
        /// The report's stream.
        stream: String,
        /// What is wrong.
        what: String,
    },
    /// Full-text words of a record are missing or too many.
    #[error("words-changed: {table} {id}: `motcua rebuild` mends it")]
    WordsChanged {
        /// The table.
        table: &'static str,
        /// The record.
        id: i64,
    },
    /// What was told cannot be read.
    #[error("unreadable: {what}")]
    Unreadable {
        /// What the reader found.
        what: String,
    },
    /// An event waits to be sealed although the log holds it.
    #[error("sealed-twice: event {event} waits to be sealed although the log holds it")]
    SealedTwice {
        /// The event.
        event: i64,
    },
    /// A file that its row names is not on disk.
    #[error("file-missing: attachment {attachment}: its file is not on disk")]
    FileMissing {
        /// The attachment.
        attachment: String,
    },
    /// A file is not what was handed in.
    #[error("file-altered: attachment {attachment}: its file is not what was handed in")]
    FileAltered {
        /// The attachment.
        attachment: String,
    },
}
