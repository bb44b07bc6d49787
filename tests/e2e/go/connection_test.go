package e2e

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	client "testserverclient"
)

func TestRefusedConnections(t *testing.T) {
	for name, api := range map[string]*client.APIClient{
		"wrong key":   client.NewAPIClient(variable(t, "E2E_URL"), token(t, "user=42&secret=wrong"), "42"),
		"no token":    client.NewAPIClient(variable(t, "E2E_URL"), "nonsense", "42"),
		"unreachable": client.NewAPIClient("ws://127.0.0.1:9/connection/websocket", "", ""),
	} {
		start := time.Now()
		err := api.Connect(deadline(t))
		var connectionError *client.ConnectionError
		if !errors.As(err, &connectionError) {
			t.Fatalf("%s: %T %v", name, err, err)
		}
		if time.Since(start) > 15*time.Second {
			t.Fatalf("%s: took %s", name, time.Since(start))
		}
	}
}

func TestDisconnectedClientFailsAtOnce(t *testing.T) {
	api := connected(t)
	api.Disconnect()
	start := time.Now()
	_, err := api.TestCount(deadline(t))
	if !errors.Is(err, client.ErrDisconnected) || time.Since(start) > time.Second {
		t.Fatalf("%T %v after %s", err, err, time.Since(start))
	}
	never := client.NewAPIClient(variable(t, "E2E_URL"), token(t, "user=42"), "42")
	if _, err = never.TestCount(deadline(t)); !errors.Is(err, client.ErrDisconnected) {
		t.Fatalf("%T %v", err, err)
	}
}

func TestServerRestartedInTheMiddle(t *testing.T) {
	api := connected(t, client.WithTimeout(5*time.Second))
	var group sync.WaitGroup
	for i := range int64(200) {
		group.Go(func() {
			time.Sleep(time.Duration(i) * 5 * time.Millisecond)
			start := time.Now()
			result, err := api.TestEcho(context.Background(), client.EchoParams{Number: i})
			var rpcErr *client.RPCError
			var connectionError *client.ConnectionError
			typed := errors.As(err, &rpcErr) || errors.As(err, &connectionError) ||
				errors.Is(err, context.DeadlineExceeded)
			if err == nil && result.Number != i || err != nil && !typed {
				t.Errorf("%d: %+v %T %v", i, result, err, err)
			}
			if time.Since(start) > 6*time.Second {
				t.Errorf("%d: took %s", i, time.Since(start))
			}
		})
	}
	time.Sleep(200 * time.Millisecond)
	control(t, http.MethodPost, "/server/restart", "")
	group.Wait()
	if _, err := api.TestCount(deadline(t)); err != nil {
		t.Fatal(err)
	}
}

func TestCentrifugoRestarted(t *testing.T) {
	api := connected(t)
	control(t, http.MethodPost, "/centrifugo/restart", "")
	var err error
	for range 100 {
		if _, err = api.TestCount(deadline(t)); err == nil {
			return
		}
		time.Sleep(100 * time.Millisecond)
	}
	t.Fatal(err)
}

func TestUserChannel(t *testing.T) {
	messages := make(chan string, 10)
	var api *client.APIClient
	api = connected(t, client.WithRequireUserChannel(), client.WithUserMessageHandler(func(data []byte) {
		// A handler may call methods.
		count, err := api.TestCount(context.Background())
		messages <- fmt.Sprint(string(data), " ", count > 0, err)
	}))
	if err := api.UserChannel(); err != nil {
		t.Fatal(err)
	}
	if _, err := api.TestCount(deadline(t)); err != nil {
		t.Fatal(err)
	}
	control(t, http.MethodPost, "/publish?user=42", `{"hello":"go"}`)
	select {
	case message := <-messages:
		if message != `{"hello":"go"} true <nil>` {
			t.Fatal(message)
		}
	case <-time.After(10 * time.Second):
		t.Fatal("the message did not arrive")
	}
	// To Centrifugo it would be a list of users, and messages to nobody.
	several := client.NewAPIClient(variable(t, "E2E_URL"), token(t, "user=42"), "42,43")
	if err := several.Connect(deadline(t)); err != nil {
		t.Fatal(err)
	}
	defer several.Disconnect()
	if err := several.UserChannel(); err == nil || !strings.Contains(err.Error(), "comma") {
		t.Fatal(err)
	}
	none := client.NewAPIClient(variable(t, "E2E_URL"), token(t, "user=42"), "")
	if err := none.UserChannel(); err == nil {
		t.Fatal("a client without a user has a channel")
	}
}
