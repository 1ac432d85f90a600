-- Views over the ledger's journal, for an H2 file. They only read, and can be applied again; see
-- README.md for how. One row of event_journal is one entry. Its payload holds the entry's bytes as
-- they were hashed, so everything below is computed from what the checkpoints sign. Amounts are uGFT
-- (10^-6 GFT).

-- The text of a JSON value, without quotes.
create alias if not exists json_plain as
'String plain(String json) { return json == null ? null : json.replaceAll("^\"|\"$", ""); }';

-- Entries: select * from ledger_entries where kind = 'settle' order by seq desc limit 10;
create or replace view ledger_entries as
select
  sequence_number - 1 as seq,
  json_plain(cast((event_payload format json).kind as varchar)) as kind,
  dateadd('millisecond', cast(cast((event_payload format json).ts as varchar) as bigint),
    timestamp with time zone '1970-01-01 00:00:00+00') as at,
  (event_payload format json).data as data,
  json_plain(cast((event_payload format json).prev as varchar)) as prev,
  rawtohex(hash('SHA-256', event_payload)) as hash,
  utf8tostring(event_payload) as text
from event_journal
where persistence_id = 'ledger';

-- The chain: no row when every entry names the hash of the one before it and none is missing.
--   select * from ledger_chain_breaks;
create or replace view ledger_chain_breaks as
select seq, expected_seq, prev, expected_prev
from (
  select
    seq,
    row_number() over (order by seq) - 1 as expected_seq,
    prev,
    lag(lower(hash), 1, repeat('0', 64)) over (order by seq) as expected_prev
  from ledger_entries
) chain
where seq <> expected_seq or prev <> expected_prev;

-- What each stage of each answer was issued.
create or replace view ledger_issues as
select
  seq,
  at,
  kind,
  json_plain(cast((data).id as varchar)) as request,
  n."X" - 1 as line,
  json_plain(cast(((data).issue[n."X"]).node as varchar)) as node,
  json_plain(cast(((data).issue[n."X"]).wallet as varchar)) as wallet,
  json_plain(cast(((data).issue[n."X"]).status as varchar)) as status,
  cast(json_plain(cast(((data).issue[n."X"]).issued as varchar)) as numeric(40, 0)) as issued,
  cast(json_plain(cast(((data).issue[n."X"]).flops as varchar)) as numeric(60, 0)) as flops,
  cast(cast(((data).issue[n."X"]).energy_mj as varchar) as bigint) as energy_mj,
  cast(cast(((data).issue[n."X"]).co2_ug as varchar) as bigint) as co2_ug
from ledger_entries
join system_range(1, 1024) n on n."X" <= cardinality((data).issue)
where kind in ('settle', 'canary');

-- How each entry changed what wallets have.
create or replace view ledger_movements as
select
  seq,
  kind,
  json_plain(cast((data).wallet as varchar)) as wallet,
  case
    when kind = 'hold' then -cast(json_plain(cast((data).amount as varchar)) as numeric(40, 0))
    when kind in ('settle', 'void')
      then cast(json_plain(cast((data).released as varchar)) as numeric(40, 0))
    when kind in ('mature', 'refund')
      then cast(json_plain(cast((data).amount as varchar)) as numeric(40, 0))
    when kind = 'expire' then -cast(json_plain(cast((data).amount as varchar)) as numeric(40, 0))
    else 0
  end as available,
  case
    when kind = 'hold' then cast(json_plain(cast((data).amount as varchar)) as numeric(40, 0))
    when kind = 'settle'
      then -cast(json_plain(cast((data).charged as varchar)) as numeric(40, 0))
        - cast(json_plain(cast((data).released as varchar)) as numeric(40, 0))
    when kind = 'void'
      then -cast(json_plain(cast((data).released as varchar)) as numeric(40, 0))
    else 0
  end as held,
  case
    when kind in ('mature', 'forfeit')
      then -cast(json_plain(cast((data).amount as varchar)) as numeric(40, 0))
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
select node, state, class, m4, r4, wallet, reason, since, seq
from (
  select
    json_plain(cast((data).node as varchar)) as node,
    json_plain(cast((data).state as varchar)) as state,
    json_plain(cast((data)."class" as varchar)) as class,
    cast(cast((data).m4 as varchar) as integer) as m4,
    cast(cast((data).r4 as varchar) as integer) as r4,
    json_plain(cast((data).wallet as varchar)) as wallet,
    json_plain(cast((data).reason as varchar)) as reason,
    at as since,
    seq,
    row_number() over (partition by cast((data).node as varchar) order by seq desc) as newest
  from ledger_entries
  where kind = 'node'
) nodes
where newest = 1;

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
    coalesce(sum(cast(json_plain(cast((data).charged as varchar)) as numeric(40, 0)))
      filter (where kind = 'settle'), 0) as redeemed,
    coalesce(sum(cast(json_plain(cast((data).amount as varchar)) as numeric(40, 0)))
      filter (where kind = 'refund'), 0) as refunded,
    coalesce(sum(cast(json_plain(cast((data).amount as varchar)) as numeric(40, 0)))
      filter (where kind = 'expire'), 0) as expired,
    coalesce(sum(cast(json_plain(cast((data).amount as varchar)) as numeric(40, 0)))
      filter (where kind = 'forfeit'), 0) as forfeited
  from ledger_entries
) flow
cross join (
  select
    coalesce(sum(available), 0) as available,
    coalesce(sum(held), 0) as held,
    coalesce(sum(pending), 0) as pending
  from ledger_balances
) stock;
