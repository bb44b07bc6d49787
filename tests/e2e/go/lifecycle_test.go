package e2e

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	client "testserverclient"
)

// states collects what a client's handler is told.
func states() (chan client.StateEvent, client.Option) {
	events := make(chan client.StateEvent, 100)
	return events, client.WithStateHandler(func(event client.StateEvent) { events <- event })
}

func await(t *testing.T, events chan client.StateEvent, want client.State) client.StateEvent {
	t.Helper()
	select {
	case event := <-events:
		if event.State != want {
			t.Fatalf("%s is wanted: %+v", want, event)
		}
		return event
	case <-time.After(30 * time.Second):
		t.Fatalf("%s did not come", want)
		return client.StateEvent{}
	}
}

func TestStatesInTheirOrder(t *testing.T) {
	events, option := states()
	api := client.NewAPIClient(variable(t, "E2E_URL"), token(t, "user=42"), "42", option)
	if state := api.State(); state != client.StateDisconnected {
		t.Fatal(state)
	}
	if err := api.Connect(deadline(t)); err != nil {
		t.Fatal(err)
	}
	await(t, events, client.StateConnecting)
	await(t, events, client.StateConnected)
	if state := api.State(); state != client.StateConnected {
		t.Fatal(state)
	}
	if err := api.Close(); err != nil {
		t.Fatal(err)
	}
	if event := await(t, events, client.StateDisconnected); event.Code != 0 || event.Reason == "" {
		t.Fatalf("%+v", event)
	}
	// A closed client can be used again.
	if err := api.Connect(deadline(t)); err != nil {
		t.Fatal(err)
	}
	defer api.Disconnect()
	if _, err := api.TestCount(deadline(t)); err != nil {
		t.Fatal(err)
	}
}

func TestRefusedTokensSayWhy(t *testing.T) {
	url := variable(t, "E2E_URL")
	for name, expected := range map[string]struct {
		token string
		code  int
	}{
		"expired": {token(t, "user=42&ttl=-1"), 109},
		"forged":  {token(t, "user=42&secret=wrong"), 3500},
	} {
		events, option := states()
		api := client.NewAPIClient(url, expected.token, "42", option)
		err := api.Connect(deadline(t))
		var refused *client.ConnectionError
		if !errors.As(err, &refused) || refused.Code != expected.code || !errors.Is(err, client.ErrUnauthorized) {
			t.Fatalf("%s: %T %v", name, err, err)
		}
		await(t, events, client.StateConnecting)
		if event := await(t, events, client.StateDisconnected); event.Code != expected.code {
			t.Fatalf("%s: %+v", name, event)
		}
		_, err = api.TestCount(deadline(t))
		if !errors.Is(err, client.ErrDisconnected) || !errors.As(err, &refused) || refused.Code != expected.code {
			t.Fatalf("%s: calls say why, too: %v", name, err)
		}
	}
}

func TestTokenSource(t *testing.T) {
	url := variable(t, "E2E_URL")
	source := client.WithTokenSource(func(context.Context) (string, error) {
		return token(t, "user=42"), nil
	})
	for name, first := range map[string]string{"none": "", "expired": token(t, "user=42&ttl=-1")} {
		api := client.NewAPIClient(url, first, "42", source)
		if err := api.Connect(deadline(t)); err != nil {
			t.Fatal(name, err)
		}
		who, err := api.TestWhoami(deadline(t))
		if err != nil || who.User == nil || *who.User != "42" {
			t.Fatal(name, who, err)
		}
		api.Disconnect()
	}
}

func TestTokenSourceThatFails(t *testing.T) {
	broken := errors.New("no network")
	for _, cause := range []error{broken, client.ErrUnauthorized} {
		api := client.NewAPIClient(variable(t, "E2E_URL"), "", "42",
			client.WithTokenSource(func(context.Context) (string, error) { return "", cause }))
		start := time.Now()
		err := api.Connect(deadline(t))
		var refused *client.ConnectionError
		if !errors.As(err, &refused) || !errors.Is(err, cause) || time.Since(start) > 5*time.Second {
			t.Fatalf("%T %v after %s", err, err, time.Since(start))
		}
	}
}

// tokens is an HTTP server for WithTokenURL.
func tokens(t *testing.T, answer func(w http.ResponseWriter, count int64)) (string, *atomic.Int64) {
	t.Helper()
	var count atomic.Int64
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		known := r.Method == http.MethodPost && r.Header.Get("Content-Type") == "application/json" &&
			string(body) == "{}" && r.Header.Get("Authorization") == "Bearer me"
		if !known {
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		answer(w, count.Add(1))
	}))
	t.Cleanup(server.Close)
	return server.URL, &count
}

func TestTokenThatExpiresEndsTheConnection(t *testing.T) {
	events, option := states()
	api := client.NewAPIClient(variable(t, "E2E_URL"), token(t, "user=42&ttl=1"), "42", option)
	if err := api.Connect(deadline(t)); err != nil {
		t.Fatal(err)
	}
	await(t, events, client.StateConnecting)
	await(t, events, client.StateConnected)
	if event := await(t, events, client.StateDisconnected); !strings.Contains(event.Reason, "WithTokenSource") {
		t.Fatalf("%+v", event)
	}
	if _, err := api.TestCount(deadline(t)); !errors.Is(err, client.ErrDisconnected) {
		t.Fatalf("%T %v", err, err)
	}
}

func TestTokenURL(t *testing.T) {
	me := http.Header{"Authorization": {"Bearer me"}}
	url, count := tokens(t, func(w http.ResponseWriter, _ int64) {
		_, _ = fmt.Fprintf(w, `{"token": %q}`, token(t, "user=42&ttl=2"))
	})
	events, option := states()
	api := client.NewAPIClient(variable(t, "E2E_URL"), "", "42", client.WithTokenURL(url, me), option)
	if err := api.Connect(deadline(t)); err != nil {
		t.Fatal(err)
	}
	defer api.Disconnect()
	await(t, events, client.StateConnecting)
	await(t, events, client.StateConnected)
	// Tokens live for two seconds: they are refreshed, and the connection is not lost.
	for end := time.Now().Add(5 * time.Second); time.Now().Before(end); time.Sleep(100 * time.Millisecond) {
		if _, err := api.TestCount(deadline(t)); err != nil {
			t.Fatal(err)
		}
	}
	if count.Load() < 2 || len(events) > 0 {
		t.Fatal(count.Load(), len(events))
	}

	nobody := client.NewAPIClient(variable(t, "E2E_URL"), "", "42", client.WithTokenURL(url, nil))
	if err := nobody.Connect(deadline(t)); !errors.Is(err, client.ErrUnauthorized) {
		t.Fatalf("%T %v", err, err)
	}
	for _, wrong := range []string{"no JSON", `{"jwt": "x"}`} {
		url, _ := tokens(t, func(w http.ResponseWriter, _ int64) { _, _ = fmt.Fprint(w, wrong) })
		api := client.NewAPIClient(variable(t, "E2E_URL"), "", "42", client.WithTokenURL(url, me))
		if err := api.Connect(deadline(t)); err == nil || !strings.Contains(err.Error(), url) {
			t.Fatalf("%T %v", err, err)
		}
	}
}

func TestTokenIsRefusedForGood(t *testing.T) {
	me := http.Header{"Authorization": {"Bearer me"}}
	url, _ := tokens(t, func(w http.ResponseWriter, count int64) {
		if count > 1 {
			w.WriteHeader(http.StatusForbidden)
			return
		}
		_, _ = fmt.Fprintf(w, `{"token": %q}`, token(t, "user=42&ttl=1"))
	})
	events, option := states()
	api := client.NewAPIClient(variable(t, "E2E_URL"), "", "42", client.WithTokenURL(url, me), option)
	if err := api.Connect(deadline(t)); err != nil {
		t.Fatal(err)
	}
	await(t, events, client.StateConnecting)
	await(t, events, client.StateConnected)
	await(t, events, client.StateDisconnected)
	if _, err := api.TestCount(deadline(t)); !errors.Is(err, client.ErrDisconnected) {
		t.Fatalf("%T %v", err, err)
	}
}

func TestCallsWaitForTheConnection(t *testing.T) {
	events, option := states()
	api := connected(t, option, client.WithReconnectBackoff(10*time.Millisecond, 200*time.Millisecond))
	await(t, events, client.StateConnecting)
	await(t, events, client.StateConnected)
	restarted := make(chan struct{})
	go func() {
		defer close(restarted)
		control(t, http.MethodPost, "/centrifugo/restart", "")
	}()
	if event := await(t, events, client.StateConnecting); event.Reason == "" {
		t.Fatalf("%+v", event)
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Millisecond)
	defer cancel()
	var none *client.CallError
	_, err := api.TestCount(ctx)
	if !errors.Is(err, context.DeadlineExceeded) || !errors.As(err, &none) || none.Sent {
		t.Fatalf("%T %v", err, err)
	}
	if _, err := api.TestCount(deadline(t)); err != nil {
		t.Fatal("a call waits until it can be sent: ", err)
	}
	await(t, events, client.StateConnected)
	<-restarted
}

func TestHandlersMayDisconnect(t *testing.T) {
	done := make(chan struct{})
	var api *client.APIClient
	api = client.NewAPIClient(variable(t, "E2E_URL"), token(t, "user=42"), "42",
		client.WithStateHandler(func(event client.StateEvent) {
			switch event.State {
			case client.StateConnected:
				api.Disconnect()
			case client.StateDisconnected:
				close(done)
			}
		}))
	// It may be faster than Connect.
	if err := api.Connect(deadline(t)); err != nil && !errors.Is(err, client.ErrDisconnected) {
		t.Fatal(err)
	}
	select {
	case <-done:
	case <-time.After(10 * time.Second):
		t.Fatal("it hangs")
	}
}

func TestConnectEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	api := client.NewAPIClient(variable(t, "E2E_URL"), token(t, "user=42"), "42")
	if err := api.Connect(ctx); !errors.Is(err, context.Canceled) {
		t.Fatalf("%T %v", err, err)
	}
	if state := api.State(); state != client.StateDisconnected {
		t.Fatal(state)
	}
	// The client lives on after the end of Connect's context, unless it is told otherwise.
	ctx, cancel = context.WithCancel(context.Background())
	if err := api.Connect(ctx); err != nil {
		t.Fatal(err)
	}
	context.AfterFunc(ctx, api.Disconnect)
	cancel()
	for end := time.Now().Add(5 * time.Second); api.State() != client.StateDisconnected; time.Sleep(time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal(api.State())
		}
	}
}

func TestNoGoroutineIsLeft(t *testing.T) {
	// What the HTTP client of the suite itself keeps is no matter of the client.
	http.DefaultClient.CloseIdleConnections()
	fresh := token(t, "user=42")
	expired := token(t, "user=42&ttl=-1")
	url := variable(t, "E2E_URL")
	http.DefaultClient.CloseIdleConnections()
	time.Sleep(100 * time.Millisecond)
	before := runtime.NumGoroutine()
	// The SDK's goroutine of a call, or of an attempt to connect, may outlive its client, but not this time.
	short := client.WithMaxTimeout(5 * time.Second)
	for range 20 {
		api := client.NewAPIClient(url, fresh, "42", short, client.WithUserMessageHandler(func([]byte) {}))
		if err := api.Connect(deadline(t)); err != nil {
			t.Fatal(err)
		}
		for range 50 {
			if _, err := api.TestCount(deadline(t)); err != nil {
				t.Fatal(err)
			}
		}
		api.Disconnect()
		for _, refused := range []*client.APIClient{
			client.NewAPIClient(url, expired, "42", short),
			client.NewAPIClient(url, "", "42", short, client.WithTokenSource(
				func(context.Context) (string, error) { return "", errors.New("none") })),
		} {
			if err := refused.Connect(deadline(t)); err == nil {
				t.Fatal("connected")
			}
		}
	}
	for end := time.Now().Add(10 * time.Second); ; time.Sleep(10 * time.Millisecond) {
		after := runtime.NumGoroutine()
		if after <= before {
			return
		}
		if time.Now().After(end) {
			stacks := make([]byte, 1<<20)
			t.Fatalf("%d goroutines, %d before\n%s", after, before, stacks[:runtime.Stack(stacks, true)])
		}
	}
}
