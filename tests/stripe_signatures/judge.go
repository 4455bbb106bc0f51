// Judges by Stripe's library for Go. A line of input is NOW_MS HEADER BODY SECRET[,SECRET...], all
// but the time in hex, - for nothing; a line of output is "accepted" or "refused".
package main

import (
	"bufio"
	"encoding/hex"
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/stripe/stripe-go/v85/webhook"
)

const (
	tolerance = 300 * time.Second
	slack     = 500 * time.Microsecond // cases have whole milliseconds
)

func must(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func bytesOf(text string) []byte {
	if text == "-" {
		return nil
	}
	bytes, err := hex.DecodeString(text)
	must(err)
	return bytes
}

// The library looks at the machine's clock: what that is ahead of the case's is added to the
// tolerance. An answer that took longer than the slack is asked for again.
func accepts(now time.Time, header string, body []byte, secret string) bool {
	for {
		began := time.Now()
		err := webhook.ValidatePayloadWithTolerance(
			body, header, secret, tolerance+began.Sub(now)+slack)
		if err == nil || time.Since(began) < slack {
			return err == nil
		}
	}
}

func main() {
	lines := bufio.NewReaderSize(os.Stdin, 1<<20)
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	for {
		line, err := lines.ReadString('\n')
		if err != nil {
			return
		}
		fields := strings.Fields(line)
		nowMs, err := strconv.ParseInt(fields[0], 10, 64)
		must(err)
		answer := "refused"
		for _, secret := range strings.Split(fields[3], ",") {
			if accepts(time.UnixMilli(nowMs), string(bytesOf(fields[1])), bytesOf(fields[2]),
				string(bytesOf(secret))) {
				answer = "accepted"
			}
		}
		fmt.Fprintln(out, answer)
	}
}
