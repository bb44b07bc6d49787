package e2e

import (
	"context"
	"errors"
	"math"
	"strings"
	"testing"

	client "testserverclient"
)

func TestFakeCaller(t *testing.T) {
	fake := client.NewFakeCaller()
	fake.OnTestEcho(func(_ context.Context, params client.EchoParams) (*client.EchoResult, error) {
		return &client.EchoResult{Text: params.Text + "!", Number: params.Number}, nil
	})
	fake.OnTestCount(func(context.Context) (uint64, error) { return math.MaxUint64, nil })
	fake.OnTestNothing(func(context.Context) error { return nil })
	api := fake.Client()
	ctx := deadline(t)
	if err := api.Connect(ctx); err != nil {
		t.Fatal(err)
	}
	defer api.Disconnect()
	got, err := api.TestEcho(ctx, client.EchoParams{Text: "x", Number: 7})
	if err != nil || got.Text != "x!" || got.Number != 7 {
		t.Fatal(got, err)
	}
	if count, err := api.TestCount(ctx); err != nil || count != math.MaxUint64 {
		t.Fatal(count, err)
	}
	if err := api.TestNothing(ctx); err != nil {
		t.Fatal(err)
	}
	calls := fake.Calls()
	if len(calls) != 3 || calls[0].Method != "test.echo" || string(calls[0].Params) != `{"text":"x","number":7}` {
		t.Fatalf("%+v", calls)
	}
	_, err = api.TestSleep(ctx, client.SleepParams{})
	var unknown *client.RPCError
	if !errors.As(err, &unknown) || unknown.Code != 404 {
		t.Fatalf("%T %v", err, err)
	}
}

func TestFakeCallerFailsAsTheServerDoes(t *testing.T) {
	ctx := deadline(t)
	call := func(cause error) error {
		fake := client.NewFakeCaller()
		fake.OnTestFail(func(context.Context, client.FailParams) error { return cause })
		return fake.Client().TestFail(ctx, client.FailParams{Kind: client.FailKindDeclared})
	}
	err := call(client.TestErrorWithFields{Resource: "tasks", Limit: 3})
	var fields client.TestErrorWithFields
	if rpcErr, ok := err.(*client.RPCError); !ok || rpcErr.Code != 1002 || rpcErr.Message != `{"resource":"tasks","limit":3}` {
		t.Fatalf("%T %v", err, err)
	}
	if !errors.As(err, &fields) || fields.Resource != "tasks" || fields.Limit != 3 {
		t.Fatalf("%T %v", err, err)
	}
	var rpcErr *client.RPCError
	if err := call(client.TestErrorAgain{}); !errors.As(err, &rpcErr) || !rpcErr.Temporary || rpcErr.Code != 1003 {
		t.Fatalf("%T %v", err, err)
	}
	if err := call(&client.RPCError{Code: 403, Message: "no"}); !errors.As(err, &rpcErr) || rpcErr.Code != 403 {
		t.Fatalf("%T %v", err, err)
	}
	for _, cause := range []error{client.ErrDisconnected, context.DeadlineExceeded} {
		var none *client.CallError
		if err := call(cause); !errors.Is(err, cause) || !errors.As(err, &none) {
			t.Fatalf("%T %v", err, err)
		}
	}
}

func TestFakeCallerIsStrict(t *testing.T) {
	ctx := deadline(t)
	fake := client.NewFakeCaller()
	fake.OnTestEcho(func(context.Context, client.EchoParams) (*client.EchoResult, error) { return nil, nil })
	fake.OnTestTypes(func(context.Context, client.AllTypesInput) (*client.AllTypes, error) {
		return &client.AllTypes{}, nil // no shape, no color
	})
	api := fake.Client()
	if got, err := api.TestEcho(ctx, client.EchoParams{}); err == nil {
		t.Fatal("no server answers null: ", got)
	}
	if _, err := api.Call(ctx, "test.echo", map[string]any{"text": 1}); err == nil {
		t.Fatal("the server refuses such params")
	}
	_, err := api.TestEcho(ctx, client.EchoParams{Text: strings.Repeat("x", 70_000)})
	if !errors.As(err, new(*client.RequestTooLargeError)) {
		t.Fatalf("Centrifugo does not read so much: %T %v", err, err)
	}
	if got, err := api.TestTypes(ctx, client.AllTypesInput{Shape: client.FigureEmpty{}}); err == nil {
		t.Fatal("no server answers so: ", got)
	}
}
