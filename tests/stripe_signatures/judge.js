// Judges by Stripe's library for Node. A line of input is NOW_MS HEADER BODY SECRET[,SECRET...],
// all but the time in hex, - for nothing; a line of output is "accepted" or "refused".
'use strict';
const readline = require('node:readline');
const {webhooks} = require('stripe');

const TOLERANCE_S = 300;
const bytesOf = (hex) => (hex === '-' ? Buffer.alloc(0) : Buffer.from(hex, 'hex'));

// Node's server gives a header as text of its bytes, each a character.
function accepts(now, header, body, secret) {
  try {
    return webhooks.signature.verifyHeader(
      body, header.toString('latin1'), secret.toString('utf8'), TOLERANCE_S, undefined, now);
  } catch {
    return false;
  }
}

readline.createInterface({input: process.stdin}).on('line', (line) => {
  const [now, header, body, secrets] = line.split(' ');
  const accepted = secrets.split(',').some((secret) =>
    accepts(Number(now), bytesOf(header), bytesOf(body), bytesOf(secret)));
  process.stdout.write(accepted ? 'accepted\n' : 'refused\n');
});
