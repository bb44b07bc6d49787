package e2e

import (
	"bytes"
	"errors"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	stale "staleclient"
	client "testserverclient"
)

// lines collects what a client logs.
type lines struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (l *lines) Write(text []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(text)
}

func (l *lines) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

func connectedStale(t *testing.T, opts ...stale.Option) *stale.APIClient {
	t.Helper()
	opts = append([]stale.Option{stale.WithVersionCheck(stale.VersionCheckOff)}, opts...)
	api := stale.NewAPIClient(variable(t, "E2E_URL"), token(t, "user=42"), "42", opts...)
	if err := api.Connect(deadline(t)); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(api.Disconnect)
	return api
}

func TestResultsOfAnotherVersion(t *testing.T) {
	api := connectedStale(t)
	_, err := api.TestCount(deadline(t))
	var none *stale.CallError
	var wrong *stale.ResultError
	if !errors.As(err, &none) || none.Method != "test.count" || !none.Sent || none.CorrelationID == "" {
		t.Fatalf("%T %v", err, err)
	}
	if !errors.As(err, &wrong) || wrong.Path != "$" || wrong.Reason != "a string is wanted, a number found" {
		t.Fatalf("%T %v", err, err)
	}
	_, err = api.TestEcho(deadline(t), stale.EchoParams{})
	if !errors.As(err, &wrong) || wrong.Path != "$.number" || !strings.Contains(err.Error(), "test.echo: result: at $.number") {
		t.Fatalf("%T %v", err, err)
	}
}

func TestDeclaredErrorOfAnotherVersion(t *testing.T) {
	err := connectedStale(t).TestFail(deadline(t), stale.FailParams{Kind: stale.FailKindDeclaredFields})
	rpcErr, ok := err.(*stale.RPCError) //nolint:errorlint // that it is not wrapped is the point
	if !ok || rpcErr.Code != 1002 || rpcErr.Message == "" || rpcErr.Unwrap() != nil {
		t.Fatalf("%T %v", err, err)
	}
	if errors.As(err, new(stale.TestErrorWithFields)) {
		t.Fatal("the message is not what it declares")
	}
}

func TestVersionsThatDiffer(t *testing.T) {
	logged := &lines{}
	logger := stale.WithLogger(slog.New(slog.NewTextHandler(logged, nil)))
	warn := stale.WithVersionCheck(stale.VersionCheckWarn)
	connectedStale(t, warn, logger)
	for end := time.Now().Add(10 * time.Second); logged.String() == ""; time.Sleep(time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("nothing is logged")
		}
	}
	// Once a process.
	connectedStale(t, warn, logger)
	time.Sleep(200 * time.Millisecond)
	text := logged.String()
	if strings.Count(text, "\n") != 1 || !strings.Contains(text, "level=WARN") ||
		!strings.Contains(text, "test-server 9.9.9, newer than 0.1.0: deploy the server") {
		t.Fatal(text)
	}

	api := stale.NewAPIClient(variable(t, "E2E_URL"), token(t, "user=42"), "42",
		stale.WithVersionCheck(stale.VersionCheckRefuse))
	err := api.Connect(deadline(t))
	var refused *stale.ConnectionError
	var mismatch *stale.VersionError
	if !errors.As(err, &refused) || !errors.As(err, &mismatch) || api.State() != stale.StateDisconnected {
		t.Fatalf("%T %v", err, err)
	}
	if mismatch.Older != "server" || mismatch.ClientVersion != "9.9.9" || mismatch.ServerVersion != "0.1.0" ||
		mismatch.ServerAPIVersion != client.APIVersion {
		t.Fatalf("%+v", mismatch)
	}
}

func TestVersionsThatFit(t *testing.T) {
	logged := &lines{}
	refuse := client.WithVersionCheck(client.VersionCheckRefuse)
	connected(t, refuse, client.WithLogger(slog.New(slog.NewTextHandler(logged, nil))))
	anonymous := client.NewAPIClient(variable(t, "E2E_URL"), token(t, "user="), "", refuse)
	if err := anonymous.Connect(deadline(t)); err != nil {
		t.Fatal(err)
	}
	anonymous.Disconnect()
	if text := logged.String(); text != "" {
		t.Fatal(text)
	}
}
