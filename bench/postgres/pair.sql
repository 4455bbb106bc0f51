-- One pair: a reservation and its settlement, each a transaction. For pgbench with -D first=N (a
-- number that no run before has used) and orgs=N. Ids ascend within a client.
\set org random(1, :orgs)
\set n :n + 1
\set id (:first + :client_id) * 100000000 + :n
SELECT reserve(:org, 1, 1, 2000000, :id);
SELECT settle(:id, 1300000);
