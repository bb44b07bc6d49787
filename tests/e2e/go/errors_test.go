package e2e

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	client "testserverclient"
)

// rpcError is the error of a call, as it is returned: not wrapped.
func rpcError(t *testing.T, err error) *client.RPCError {
	t.Helper()
	rpcErr, ok := err.(*client.RPCError) //nolint:errorlint // that it is not wrapped is the point
	if !ok {
		t.Fatalf("%T: %v", err, err)
	}
	if rpcErr.CorrelationID == "" {
		t.Fatal("no correlation id")
	}
	return rpcErr
}

func fail(t *testing.T, kind client.FailKind) *client.RPCError {
	t.Helper()
	return rpcError(t, connected(t).TestFail(deadline(t), client.FailParams{Kind: kind}))
}

func TestDeclaredErrors(t *testing.T) {
	err := fail(t, client.FailKindDeclared)
	var declared client.TestErrorDeclared
	if err.Code != 1001 || err.Temporary || !errors.As(err, &declared) {
		t.Fatalf("%+v", err)
	}
	err = fail(t, client.FailKindDeclaredFields)
	var fields client.TestErrorWithFields
	if err.Code != 1002 || !errors.As(err, &fields) {
		t.Fatalf("%+v", err)
	}
	if fields.Resource == "" || fields.Limit == 0 {
		t.Fatalf("%+v", fields)
	}
	var any client.TestError
	if !errors.As(err, &any) {
		t.Fatal("not one of the method's declared errors")
	}
	err = fail(t, client.FailKindDeclaredGarbled)
	if err.Code != 1002 || err.Message != "tasks: no more than 10" || err.Unwrap() != nil {
		t.Fatalf("a message that is not the declared JSON loses the fields alone: %+v", err)
	}
	if err = fail(t, client.FailKindDeclaredTemporary); err.Code != 1003 || !err.Temporary {
		t.Fatalf("%+v", err)
	}
}

func TestServerErrors(t *testing.T) {
	if err := fail(t, client.FailKindForbidden); err.Code != 403 {
		t.Fatalf("%+v", err)
	}
	for _, kind := range []client.FailKind{client.FailKindInternal, client.FailKindPanic} {
		if err := fail(t, kind); err.Code != 500 || err.Message != "internal error" {
			t.Fatalf("%s: %+v", kind, err)
		}
	}
}

func TestRawCalls(t *testing.T) {
	api := connected(t)
	_, err := api.Call(deadline(t), "test.unknown", nil)
	if rpcError(t, err).Code != 404 {
		t.Fatal(err)
	}
	_, err = api.Call(deadline(t), "test.echo", map[string]any{"text": "x", "number": "1"})
	if rpcErr := rpcError(t, err); rpcErr.Code != 422 || !strings.Contains(rpcErr.Message, "number") {
		t.Fatal(err)
	}
	if _, err = api.Call(deadline(t), "test.echo", func() {}); err == nil {
		t.Fatal("a function was sent")
	}
	large := map[string]any{"text": strings.Repeat("x", 70_000), "number": 1}
	if _, err = api.Call(deadline(t), "test.echo", large); err == nil {
		t.Fatal("70 kB were sent")
	}
	if _, err = api.TestCount(deadline(t)); err != nil {
		t.Fatal("what is refused before it is sent must not cost the connection: ", err)
	}
}

func TestTimeouts(t *testing.T) {
	api := connected(t)
	_, err := api.TestSleep(deadline(t), client.SleepParams{Ms: 5_000})
	if rpcError(t, err).Code != 408 {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 50*time.Millisecond)
	defer cancel()
	_, err = api.TestSleep(ctx, client.SleepParams{Ms: 400})
	if !errors.Is(err, context.DeadlineExceeded) {
		t.Fatalf("%T: %v", err, err)
	}
	api = connected(t, client.WithTimeout(time.Nanosecond))
	if _, err = api.TestCount(deadline(t)); !errors.Is(err, context.DeadlineExceeded) {
		t.Fatalf("%T: %v", err, err)
	}
	ctx, cancel = context.WithCancel(context.Background())
	time.AfterFunc(50*time.Millisecond, cancel)
	_, err = connected(t).TestSleep(ctx, client.SleepParams{Ms: 400})
	if !errors.Is(err, context.Canceled) {
		t.Fatalf("%T: %v", err, err)
	}
}

func TestAnonymous(t *testing.T) {
	api := client.NewAPIClient(variable(t, "E2E_URL"), token(t, "user="), "")
	if err := api.Connect(deadline(t)); err != nil {
		t.Fatal(err)
	}
	defer api.Disconnect()
	_, err := api.TestEcho(deadline(t), client.EchoParams{Text: "x"})
	if rpcError(t, err).Code != 401 {
		t.Fatal(err)
	}
	who, err := api.TestWhoami(deadline(t))
	if err != nil || who.User != nil {
		t.Fatalf("%+v %v", who, err)
	}
}
