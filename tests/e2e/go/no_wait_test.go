package e2e

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	client "testserverclient"
)

// failure is what the hook of calls that nobody waits for is told.
type failure struct {
	method string
	err    error
}

func failures() (chan failure, client.Option) {
	failures := make(chan failure, 10)
	return failures, client.WithNoWaitErrorHandler(func(method string, err error) {
		failures <- failure{method, err}
	})
}

func TestNoWait(t *testing.T) {
	failures, option := failures()
	api := connected(t, option)
	key := fmt.Sprint("go ", time.Now().UnixNano())
	start := time.Now()
	api.TestNoteNoWait(context.Background(), client.WorkParams{Key: key, Ms: 200})
	if took := time.Since(start); took > 100*time.Millisecond {
		t.Fatal("it waits: ", took)
	}
	if err := api.TestNote(deadline(t), client.WorkParams{Key: key}); err != nil {
		t.Fatal(err)
	}
	for end := time.Now().Add(10 * time.Second); ; time.Sleep(10 * time.Millisecond) {
		done, err := api.TestDone(deadline(t), key)
		if err != nil {
			t.Fatal(err)
		}
		if len(done) == 2 {
			break
		}
		if time.Now().After(end) {
			t.Fatal(done)
		}
	}
	if len(failures) > 0 {
		t.Fatal(<-failures)
	}
}

func TestNoWaitTellsItsErrors(t *testing.T) {
	failures, option := failures()
	api := connected(t, option)
	expect := func(cause string, matches func(error) bool) {
		t.Helper()
		select {
		case failure := <-failures:
			if failure.method != "test.note" || !matches(failure.err) {
				t.Fatalf("%s: %s %T %v", cause, failure.method, failure.err, failure.err)
			}
		case <-time.After(10 * time.Second):
			t.Fatal("nobody was told: ", cause)
		}
	}
	api.TestNoteNoWait(context.Background(), client.WorkParams{Key: "\xff"})
	expect("params", func(err error) bool { return errors.As(err, new(*client.ParamsError)) })
	api.TestNoteNoWait(context.Background(), client.WorkParams{Key: strings.Repeat("x", 70_000)})
	expect("size", func(err error) bool { return errors.As(err, new(*client.RequestTooLargeError)) })
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	api.TestNoteNoWait(ctx, client.WorkParams{})
	expect("context", func(err error) bool { return errors.Is(err, context.Canceled) })
	api.Disconnect()
	api.TestNoteNoWait(context.Background(), client.WorkParams{})
	expect("disconnected", func(err error) bool { return errors.Is(err, client.ErrDisconnected) })
}
