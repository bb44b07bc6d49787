package e2e

import (
	"context"
	"errors"
	"fmt"
	"math"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	client "testserverclient"
)

func TestRetriesOfIdempotentMethods(t *testing.T) {
	api := connected(t)
	key := func(name string) string { return fmt.Sprint(name, time.Now().UnixNano()) }
	result, err := api.TestFlaky(deadline(t), client.FlakyParams{Key: key("flaky"), Failures: 3})
	if err != nil {
		t.Fatal(err)
	}
	if ids := result.CorrelationIds; len(ids) != 4 || ids[0] == "" || ids[0] != ids[1] || ids[0] != ids[3] {
		t.Fatal("each attempt has the call's id: ", ids)
	}
	expect := func(api *client.APIClient, params client.FlakyParams, code, attempts int) {
		t.Helper()
		_, err := api.TestFlaky(deadline(t), params)
		if rpcErr := rpcError(t, err); rpcErr.Code != code {
			t.Fatal(err)
		}
		ids, err := api.TestDone(deadline(t), params.Key)
		if err != nil || len(ids) != attempts {
			t.Fatal(ids, err)
		}
	}
	expect(api, client.FlakyParams{Key: key("too often"), Failures: 4}, 503, 4)
	expect(api, client.FlakyParams{Key: key("permanent"), Failures: 1, Permanent: true}, 403, 1)
	once := connected(t, client.WithMaxRetries(0))
	expect(once, client.FlakyParams{Key: key("once"), Failures: 1}, 503, 1)
	fragile := client.FlakyParams{Key: key("fragile"), Failures: 1}
	if _, err = api.TestFragile(deadline(t), fragile); rpcError(t, err).Code != 503 {
		t.Fatal(err)
	}
	if ids, err := api.TestDone(deadline(t), fragile.Key); err != nil || len(ids) != 1 {
		t.Fatal("a method that is not idempotent is called once: ", ids, err)
	}
	// By its name it is the same method.
	named := client.FlakyParams{Key: key("named"), Failures: 2}
	if _, err := api.Call(deadline(t), "test.flaky", named); err != nil {
		t.Fatal(err)
	}
}

func TestRetriesEndWithTheCall(t *testing.T) {
	api := connected(t, client.WithMaxRetries(1_000))
	control(t, http.MethodPost, "/server/stop", "")
	defer control(t, http.MethodPost, "/server/start", "")
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	start := time.Now()
	_, err := api.TestEcho(ctx, client.EchoParams{})
	var rpcErr *client.RPCError
	if !errors.As(err, &rpcErr) && !errors.Is(err, context.DeadlineExceeded) || time.Since(start) > 2*time.Second {
		t.Fatalf("%T %v after %s", err, err, time.Since(start))
	}
	ctx, cancel = context.WithCancel(context.Background())
	time.AfterFunc(300*time.Millisecond, cancel)
	var none *client.CallError
	_, err = api.TestEcho(ctx, client.EchoParams{})
	if !errors.Is(err, context.Canceled) || !errors.As(err, &none) || !none.Sent {
		t.Fatalf("%T %v", err, err)
	}
}

func TestConnectionLostInFlight(t *testing.T) {
	api := connected(t)
	var group sync.WaitGroup
	group.Go(func() {
		_, err := api.TestSleep(context.Background(), client.SleepParams{Ms: 450})
		var none *client.CallError
		var lost *client.ConnectionError
		if !errors.As(err, &none) || !none.Sent || !errors.As(err, &lost) || !errors.Is(err, client.ErrDisconnected) {
			t.Errorf("%T %v", err, err)
		}
	})
	time.Sleep(100 * time.Millisecond)
	control(t, http.MethodPost, "/centrifugo/restart", "")
	group.Wait()

	// What is idempotent is repeated on the next connection.
	stop := make(chan struct{})
	for range 4 {
		group.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
				}
				if _, err := api.TestEcho(context.Background(), client.EchoParams{}); err != nil {
					t.Errorf("%T %v", err, err)
					return
				}
			}
		})
	}
	time.Sleep(100 * time.Millisecond)
	control(t, http.MethodPost, "/centrifugo/restart", "")
	time.Sleep(500 * time.Millisecond)
	close(stop)
	group.Wait()
}

func TestDisconnectWithCallsOnTheirWay(t *testing.T) {
	api := connected(t)
	time.AfterFunc(100*time.Millisecond, api.Disconnect)
	_, err := api.TestSleep(context.Background(), client.SleepParams{Ms: 450})
	if !errors.Is(err, client.ErrDisconnected) {
		t.Fatalf("%T %v", err, err)
	}
}

func TestWhatCannotBeSentIsRefused(t *testing.T) {
	api := connected(t)
	for name, params := range map[string]any{
		"NaN":      map[string]any{"text": "x", "number": math.NaN()},
		"function": func() {},
		"no UTF-8": client.EchoParams{Text: "\xff"},
	} {
		_, err := api.Call(deadline(t), "test.echo", params)
		var invalid *client.ParamsError
		var none *client.CallError
		if !errors.As(err, &invalid) || !errors.As(err, &none) || none.Sent || none.Method != "test.echo" {
			t.Errorf("%s: %T %v", name, err, err)
		}
	}
	_, err := api.TestTypes(deadline(t), client.AllTypesInput{
		Float: math.Inf(1), Shape: client.FigureEmpty{}, Color: client.ColorRed,
	})
	var invalid *client.ParamsError
	if !errors.As(err, &invalid) || !strings.Contains(err.Error(), "float") {
		t.Fatalf("%T %v", err, err)
	}
	_, err = api.TestEcho(deadline(t), client.EchoParams{Text: strings.Repeat("x", 70_000)})
	var large *client.RequestTooLargeError
	if !errors.As(err, &large) || large.Size < 70_000 || large.Limit != 65_536 {
		t.Fatalf("%T %v", err, err)
	}
	// The largest that is not refused does arrive.
	text := strings.Repeat("x", 65_536-300)
	if got, err := api.TestEcho(deadline(t), client.EchoParams{Text: text}); err != nil || got.Text != text {
		t.Fatal(err)
	}
}

func TestTimeoutsOfOneCall(t *testing.T) {
	api := connected(t, client.WithTimeout(50*time.Millisecond))
	// The method's own timeout is stronger than the client's, and that of the call than both.
	if _, err := api.TestSleep(deadline(t), client.SleepParams{Ms: 300}); err != nil {
		t.Fatal(err)
	}
	ctx := client.CallTimeout(context.Background(), 50*time.Millisecond)
	start := time.Now()
	_, err := api.TestSleep(ctx, client.SleepParams{Ms: 400})
	var none *client.CallError
	if !errors.As(err, &none) || !none.Timeout() || time.Since(start) > 300*time.Millisecond {
		t.Fatalf("%T %v after %s", err, err, time.Since(start))
	}
	short := connected(t, client.WithMaxTimeout(50*time.Millisecond))
	_, err = short.TestSleep(client.CallTimeout(context.Background(), time.Minute), client.SleepParams{Ms: 400})
	if !errors.Is(err, context.DeadlineExceeded) {
		t.Fatalf("%T %v", err, err)
	}
}

func TestInterceptors(t *testing.T) {
	var seen []string
	named := func(name string) client.Option {
		return client.WithInterceptor(func(
			ctx context.Context, call *client.Invocation, next func(context.Context) error,
		) error {
			seen = append(seen, name+" "+call.Method)
			err := next(ctx)
			echo := call.Method == "test.echo"
			if echo && (err != nil || call.CorrelationID == "" || call.Timeout != 30*time.Second || len(call.Result) == 0) {
				t.Errorf("%+v", call)
			}
			return err
		})
	}
	refuse := client.WithInterceptor(func(
		ctx context.Context, call *client.Invocation, next func(context.Context) error,
	) error {
		switch call.Method {
		case "test.count":
			return errors.New("not now")
		case "test.nothing":
			return nil
		}
		return next(ctx)
	})
	api := connected(t, named("outer"), named("inner"), refuse)
	if _, err := api.TestEcho(deadline(t), client.EchoParams{Text: "x"}); err != nil {
		t.Fatal(err)
	}
	if strings.Join(seen, ", ") != "outer test.echo, inner test.echo" {
		t.Fatal(seen)
	}
	if _, err := api.TestCount(deadline(t)); err == nil || err.Error() != "not now" {
		t.Fatal(err)
	}
	if err := api.TestNothing(deadline(t)); err == nil {
		t.Fatal("a call that was not made has no result")
	}
	err := api.TestFail(deadline(t), client.FailParams{Kind: client.FailKindDeclared})
	if !errors.As(err, new(client.TestErrorDeclared)) {
		t.Fatal(err)
	}
}

func TestHeadersAreSent(t *testing.T) {
	api := connected(t, client.WithHeader(http.Header{"X-Tenant": {"acme"}}))
	if tenant, err := api.TestTenant(deadline(t)); err != nil || tenant == nil || *tenant != "acme" {
		t.Fatal(tenant, err)
	}
	if tenant, err := connected(t).TestTenant(deadline(t)); err != nil || tenant != nil {
		t.Fatal(tenant, err)
	}
}

func TestCallsInHandlers(t *testing.T) {
	done := make(chan error, 10)
	var api *client.APIClient
	api = client.NewAPIClient(variable(t, "E2E_URL"), token(t, "user=42"), "42",
		client.WithStateHandler(func(event client.StateEvent) {
			if event.State == client.StateConnected {
				_, err := api.TestCount(context.Background())
				done <- err
			}
		}))
	if err := api.Connect(deadline(t)); err != nil {
		t.Fatal(err)
	}
	defer api.Disconnect()
	select {
	case err := <-done:
		if err != nil {
			t.Fatal(err)
		}
	case <-time.After(10 * time.Second):
		t.Fatal("a call in a handler hangs")
	}
}
