-- What pekko-persistence-jdbc reads and writes, without the parts for tags, which nobody uses.
-- One row of the persistence id 'ledger' is one entry: event_payload holds its bytes verbatim, so
--   convert_from(event_payload, 'UTF8')::jsonb
-- reads it and sha256(event_payload) is its hash. sequence_number is the entry's seq + 1.
-- The primary key is the guard against two writers.
create table event_journal (
  ordering bigserial,
  persistence_id varchar(255) not null,
  sequence_number bigint not null,
  deleted boolean default false not null,
  writer varchar(255) not null,
  write_timestamp bigint,
  adapter_manifest varchar(255),
  event_ser_id integer not null,
  event_ser_manifest varchar(255) not null,
  event_payload bytea not null,
  meta_ser_id integer,
  meta_ser_manifest varchar(255),
  meta_payload bytea,
  primary key (persistence_id, sequence_number)
);

create table snapshot (
  persistence_id varchar(255) not null,
  sequence_number bigint not null,
  created bigint not null,
  snapshot_ser_id integer not null,
  snapshot_ser_manifest varchar(255) not null,
  snapshot_payload bytea not null,
  meta_ser_id integer,
  meta_ser_manifest varchar(255),
  meta_payload bytea,
  primary key (persistence_id, sequence_number)
);

-- Signed checkpoints, as signed notes.
create table ledger_checkpoint (
  size bigint primary key,
  note text not null
);

-- Who writes the journal. A process that finds another owner here stops writing.
create table ledger_writer (
  persistence_id varchar(255) primary key,
  owner varchar(64) not null,
  epoch bigint not null
);

-- Which entries name a wallet, a node or a request. Made from the entries, may be made again.
create table ledger_subject (
  subject varchar(100) not null,
  seq bigint not null,
  primary key (subject, seq)
);

-- How many entries ledger_subject covers.
create table ledger_projection (
  name varchar(50) primary key,
  size bigint not null
);
