package e2e

import (
	"bufio"
	"context"
	"crypto/sha1"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"sync"
	"testing"
	"time"

	client "testserverclient"
)

// middleman stands between a client and Centrifugo, and can do what bad networks do.
type middleman struct {
	listener net.Listener
	target   string

	mu    sync.Mutex
	slams bool
	open  []net.Conn
}

func stand(t *testing.T) *middleman {
	t.Helper()
	address, err := url.Parse(variable(t, "E2E_URL"))
	if err != nil {
		t.Fatal(err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	m := &middleman{listener: listener, target: address.Host}
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go m.handle(conn)
		}
	}()
	t.Cleanup(func() {
		_ = listener.Close()
		m.cut(false)
	})
	return m
}

func (m *middleman) url() string {
	return fmt.Sprintf("ws://%s/connection/websocket", m.listener.Addr())
}

// cut closes all sockets; from then on each is closed after its handshake if it slams.
func (m *middleman) cut(slams bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.slams = slams
	for _, conn := range m.open {
		_ = conn.Close()
	}
	m.open = nil
}

func (m *middleman) handle(conn net.Conn) {
	m.mu.Lock()
	slams := m.slams
	m.open = append(m.open, conn)
	m.mu.Unlock()
	defer func() { _ = conn.Close() }()
	if slams {
		request, err := http.ReadRequest(bufio.NewReader(conn))
		if err != nil {
			return
		}
		sum := sha1.Sum([]byte(request.Header.Get("Sec-WebSocket-Key") + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"))
		_, _ = fmt.Fprintf(conn, "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"+
			"Connection: Upgrade\r\nSec-WebSocket-Accept: %s\r\n\r\n", base64.StdEncoding.EncodeToString(sum[:]))
		return
	}
	server, err := net.Dial("tcp", m.target)
	if err != nil {
		return
	}
	defer func() { _ = server.Close() }()
	go func() {
		_, _ = io.Copy(server, conn)
		_ = server.Close()
	}()
	_, _ = io.Copy(conn, server)
}

func TestServerThatClosesAtOnce(t *testing.T) {
	m := stand(t)
	m.cut(true)
	start := time.Now()
	err := client.NewAPIClient(m.url(), token(t, "user=42"), "42").Connect(deadline(t))
	var refused *client.ConnectionError
	if !errors.As(err, &refused) || errors.Is(err, context.DeadlineExceeded) {
		t.Fatalf("%T %v", err, err)
	}
	if took := time.Since(start); took > 5*time.Second {
		t.Fatal("it takes ", took)
	}
}

func TestServerThatClosesAtOnceForAWhile(t *testing.T) {
	m := stand(t)
	api := client.NewAPIClient(m.url(), token(t, "user=42"), "42",
		client.WithReconnectBackoff(10*time.Millisecond, 500*time.Millisecond))
	if err := api.Connect(deadline(t)); err != nil {
		t.Fatal(err)
	}
	defer api.Disconnect()
	if _, err := api.TestCount(deadline(t)); err != nil {
		t.Fatal(err)
	}
	m.cut(true)
	// Until the client has seen it, calls go to the dead socket.
	for api.State() == client.StateConnected {
		time.Sleep(time.Millisecond)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Second)
	defer cancel()
	if _, err := api.TestCount(ctx); err == nil {
		t.Fatal("there is no connection")
	}
	m.cut(false)
	start := time.Now()
	if _, err := api.TestCount(deadline(t)); err != nil {
		t.Fatal(err)
	}
	if took := time.Since(start); took > 5*time.Second {
		t.Fatal("it takes ", took)
	}
}

func TestSocketCutInFlight(t *testing.T) {
	m := stand(t)
	api := client.NewAPIClient(m.url(), token(t, "user=42"), "42")
	if err := api.Connect(deadline(t)); err != nil {
		t.Fatal(err)
	}
	defer api.Disconnect()
	time.AfterFunc(100*time.Millisecond, func() { m.cut(false) })
	_, err := api.TestSleep(deadline(t), client.SleepParams{Ms: 450})
	var none *client.CallError
	if !errors.As(err, &none) || !none.Sent || !errors.Is(err, client.ErrDisconnected) {
		t.Fatalf("%T %v", err, err)
	}
	if _, err := api.TestCount(deadline(t)); err != nil {
		t.Fatal(err)
	}
	// An idempotent method is called again.
	time.AfterFunc(100*time.Millisecond, func() { m.cut(false) })
	params := client.FlakyParams{Key: fmt.Sprint("cut ", time.Now().UnixNano()), Ms: 300}
	result, err := api.TestFlaky(deadline(t), params)
	if err != nil || len(result.CorrelationIds) != 2 || result.CorrelationIds[0] != result.CorrelationIds[1] {
		t.Fatal(result, err)
	}
}
