-- Views over the ledger's journal, for PostgreSQL. They only read, and can be applied again:
--   psql "$URL" -f conf/sql/postgresql.sql
-- One row of event_journal is one entry. Its payload holds the entry's bytes as they were hashed,
-- so everything below is computed from what the checkpoints sign. Amounts are uGFT (10^-6 GFT).

-- Entries: select * from ledger_entries where kind = 'settle' order by seq desc limit 10;
create or replace view ledger_entries as
select
  sequence_number - 1 as seq,
  entry ->> 'kind' as kind,
  to_timestamp((entry ->> 'ts')::bigint / 1000.0) as at,
  entry -> 'data' as data,
  entry ->> 'prev' as prev,
  encode(sha256(event_payload), 'hex') as hash,
  convert_from(event_payload, 'UTF8') as text
from (
  select *, convert_from(event_payload, 'UTF8')::jsonb as entry
  from event_journal
  where persistence_id = 'ledger'
) journal;

-- The chain: no row when every entry names the hash of the one before it and none is missing.
--   select * from ledger_chain_breaks;
create or replace view ledger_chain_breaks as
select seq, expected_seq, prev, expected_prev
from (
  select
    seq,
    row_number() over (order by seq) - 1 as expected_seq,
    prev,
    lag(hash, 1, repeat('0', 64)) over (order by seq) as expected_prev
  from ledger_entries
) chain
where seq <> expected_seq or prev <> expected_prev;

-- What each stage of each answer was issued.
create or replace view ledger_issues as
select
  seq,
  at,
  kind,
  data ->> 'id' as request,
  (line.number - 1)::int as line,
  line.issue ->> 'node' as node,
  line.issue ->> 'wallet' as wallet,
  line.issue ->> 'status' as status,
  (line.issue ->> 'issued')::numeric(40, 0) as issued,
  (line.issue ->> 'flops')::numeric as flops,
  (line.issue ->> 'm4')::int as m4,
  (line.issue ->> 'r4')::int as r4,
  (line.issue ->> 'energy_mj')::bigint as energy_mj,
  (line.issue ->> 'co2_ug')::bigint as co2_ug,
  line.issue ->> 'receipt' as receipt
from ledger_entries
cross join lateral jsonb_array_elements(data -> 'issue') with ordinality as line (issue, number)
where kind in ('settle', 'canary');

-- How each entry changed what wallets have.
create or replace view ledger_movements as
select
  seq,
  kind,
  data ->> 'wallet' as wallet,
  case kind
    when 'hold' then -(data ->> 'amount')::numeric
    when 'settle' then (data ->> 'released')::numeric
    when 'void' then (data ->> 'released')::numeric
    when 'mature' then (data ->> 'amount')::numeric
    when 'refund' then (data ->> 'amount')::numeric
    when 'expire' then -(data ->> 'amount')::numeric
    else 0
  end as available,
  case kind
    when 'hold' then (data ->> 'amount')::numeric
    when 'settle' then -(data ->> 'charged')::numeric - (data ->> 'released')::numeric
    when 'void' then -(data ->> 'released')::numeric
    else 0
  end as held,
  case
    when kind in ('mature', 'forfeit') then -(data ->> 'amount')::numeric
    else 0
  end as pending
from ledger_entries
where kind in ('wallet', 'hold', 'settle', 'void', 'mature', 'forfeit', 'refund', 'expire')
union all
select
  seq,
  kind,
  wallet,
  case when status = 'pending' then 0 else issued end,
  0,
  case when status = 'pending' then issued else 0 end
from ledger_issues
where wallet is not null;

-- What each wallet has: select * from ledger_balances where wallet = 'w_...';
create or replace view ledger_balances as
select wallet, sum(available) as available, sum(held) as held, sum(pending) as pending
from ledger_movements
group by wallet;

-- What each node earned: select * from ledger_earnings order by issued desc;
create or replace view ledger_earnings as
select
  node,
  wallet,
  count(*) as answers,
  sum(issued) as issued,
  sum(flops) as flops,
  sum(energy_mj) / 1000.0 as energy_joules,
  sum(co2_ug) / 1000000.0 as co2_grams
from ledger_issues
group by node, wallet;

-- Each node's values in force.
create or replace view ledger_nodes as
select distinct on (data ->> 'node')
  data ->> 'node' as node,
  data ->> 'state' as state,
  data ->> 'class' as class,
  (data ->> 'm4')::int as m4,
  (data ->> 'r4')::int as r4,
  data ->> 'wallet' as wallet,
  data ->> 'reason' as reason,
  at as since,
  seq
from ledger_entries
where kind = 'node'
order by data ->> 'node', seq desc;

-- The supply: issued - redeemed + refunded - expired - forfeited = available + held + pending.
-- difference is 0.
create or replace view ledger_supply as
select
  flow.*,
  stock.*,
  issued - redeemed + refunded - expired - forfeited - available - held - pending as difference
from (
  select
    coalesce((select sum(issued) from ledger_issues), 0) as issued,
    coalesce(sum((data ->> 'charged')::numeric) filter (where kind = 'settle'), 0) as redeemed,
    coalesce(sum((data ->> 'amount')::numeric) filter (where kind = 'refund'), 0) as refunded,
    coalesce(sum((data ->> 'amount')::numeric) filter (where kind = 'expire'), 0) as expired,
    coalesce(sum((data ->> 'amount')::numeric) filter (where kind = 'forfeit'), 0) as forfeited
  from ledger_entries
) flow
cross join (
  select
    coalesce(sum(available), 0) as available,
    coalesce(sum(held), 0) as held,
    coalesce(sum(pending), 0) as pending
  from ledger_balances
) stock;
