-- What nemo-ledger does for a call, as one would write it on PostgreSQL for speed: `reserve` checks
-- four budgets and the credits and holds the amount, `settle` posts the cost and returns the rest.
-- An advisory lock on the organization, until the commit, makes check and change one step.
--
-- Amounts are bigint nano-units. Everything that a call changes is found by a primary key, and none
-- of what it changes is indexed, so that updates stay on their page (HOT); fillfactor leaves room
-- there. No foreign keys, no CHECK (its expression is read anew by every statement), no windows of
-- time, no rate limits, no expiry: less work than the ledger's.
-- psql variables: orgs (how many organizations), keys (of each).

CREATE TABLE organizations (
  org bigint PRIMARY KEY,
  balance bigint NOT NULL,
  held bigint NOT NULL DEFAULT 0
) WITH (fillfactor = 20, autovacuum_vacuum_scale_factor = 0.02);

-- Scopes: 1 key, 2 user, 3 model, 4 organization.
CREATE TABLE budgets (
  org bigint NOT NULL,
  scope smallint NOT NULL,
  scope_id bigint NOT NULL,
  budget bigint NOT NULL,
  spent bigint NOT NULL DEFAULT 0,
  held bigint NOT NULL DEFAULT 0,
  PRIMARY KEY (org, scope, scope_id)
) WITH (fillfactor = 20, autovacuum_vacuum_scale_factor = 0.02);

CREATE TABLE virtual_keys (
  org bigint NOT NULL,
  key bigint NOT NULL,
  user_id bigint NOT NULL,
  PRIMARY KEY (org, key)
);

-- Settled once, so one more version of each row. `cost` is null while it is open.
CREATE TABLE reservations (
  id bigint PRIMARY KEY,
  org bigint NOT NULL,
  key bigint NOT NULL,
  user_id bigint NOT NULL,
  model bigint NOT NULL,
  amount bigint NOT NULL,
  cost bigint,
  reserved_at timestamptz NOT NULL DEFAULT now()
) WITH (fillfactor = 50);

-- Accounts: 1 the organization's credits, 2 revenue.
CREATE TABLE journal (
  entry bigint GENERATED ALWAYS AS IDENTITY (CACHE 64) PRIMARY KEY,
  org bigint NOT NULL,
  reservation bigint NOT NULL,
  account smallint NOT NULL,
  amount bigint NOT NULL,
  posted_at timestamptz NOT NULL DEFAULT now()
);

-- True: held. False: this id was reserved before. Raises for what is denied, and nothing is changed.
CREATE FUNCTION reserve(asked_org bigint, asked_key bigint, asked_model bigint, asked bigint,
                        asked_id bigint) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
  owner bigint;
  changed integer;
BEGIN
  PERFORM pg_advisory_xact_lock(asked_org);
  SELECT user_id INTO owner FROM virtual_keys WHERE org = asked_org AND key = asked_key;
  IF NOT FOUND THEN RAISE EXCEPTION 'unknown_key'; END IF;
  INSERT INTO reservations (id, org, key, user_id, model, amount)
    VALUES (asked_id, asked_org, asked_key, owner, asked_model, asked) ON CONFLICT DO NOTHING;
  IF NOT FOUND THEN RETURN false; END IF;
  UPDATE budgets SET held = held + asked
    WHERE org = asked_org AND spent + held + asked <= budget
      AND ((scope = 1 AND scope_id = asked_key) OR (scope = 2 AND scope_id = owner) OR
           (scope = 3 AND scope_id = asked_model) OR (scope = 4 AND scope_id = asked_org));
  GET DIAGNOSTICS changed = ROW_COUNT;
  IF changed < 4 THEN RAISE EXCEPTION 'budget_exceeded'; END IF;
  UPDATE organizations SET held = held + asked
    WHERE org = asked_org AND balance - held >= asked;
  IF NOT FOUND THEN RAISE EXCEPTION 'insufficient_credits'; END IF;
  RETURN true;
END $$;

-- True: posted. False: there is no such reservation that is open.
CREATE FUNCTION settle(asked_id bigint, asked_cost bigint) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
  r reservations;
BEGIN
  UPDATE reservations SET cost = asked_cost WHERE id = asked_id AND cost IS NULL RETURNING * INTO r;
  IF NOT FOUND THEN RETURN false; END IF;
  PERFORM pg_advisory_xact_lock(r.org);
  UPDATE budgets SET held = held - r.amount, spent = spent + asked_cost
    WHERE org = r.org
      AND ((scope = 1 AND scope_id = r.key) OR (scope = 2 AND scope_id = r.user_id) OR
           (scope = 3 AND scope_id = r.model) OR (scope = 4 AND scope_id = r.org));
  UPDATE organizations SET held = held - r.amount, balance = balance - asked_cost
    WHERE org = r.org;
  INSERT INTO journal (org, reservation, account, amount)
    VALUES (r.org, asked_id, 1, -asked_cost), (r.org, asked_id, 2, asked_cost);
  RETURN true;
END $$;

INSERT INTO organizations SELECT org, 1000000000000000000 FROM generate_series(1, :orgs) org;
INSERT INTO virtual_keys SELECT org, key, 1
  FROM generate_series(1, :orgs) org, generate_series(1, :keys) key;
INSERT INTO budgets (org, scope, scope_id, budget)
  SELECT org, 1, key, 1000000000000000000
    FROM generate_series(1, :orgs) org, generate_series(1, :keys) key
  UNION ALL
  SELECT org, scope, CASE scope WHEN 4 THEN org ELSE 1 END, 1000000000000000000
    FROM generate_series(1, :orgs) org, generate_series(2, 4) scope
  ORDER BY 1, 2, 3;
VACUUM ANALYZE;
