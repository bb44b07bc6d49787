package e2e

import (
	"context"
	"io"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	client "testserverclient"
)

func variable(t *testing.T, name string) string {
	t.Helper()
	value := os.Getenv(name)
	if value == "" {
		t.Fatalf("%s is not set: this suite is run by the harness", name)
	}
	return value
}

// control asks the harness for something and returns its answer.
func control(t *testing.T, method, path, body string) string {
	t.Helper()
	request, err := http.NewRequest(method, variable(t, "E2E_CONTROL")+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	text, err := io.ReadAll(response.Body)
	if err != nil || response.StatusCode != http.StatusOK {
		t.Fatalf("%s %s: %d %s %v", method, path, response.StatusCode, text, err)
	}
	return string(text)
}

func token(t *testing.T, query string) string {
	t.Helper()
	return control(t, http.MethodGet, "/token?"+query, "")
}

func deadline(t *testing.T) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	t.Cleanup(cancel)
	return ctx
}

// connected makes a client of the user 42.
func connected(t *testing.T, opts ...client.Option) *client.APIClient {
	t.Helper()
	api := client.NewAPIClient(variable(t, "E2E_URL"), token(t, "user=42"), "42", opts...)
	if err := api.Connect(deadline(t)); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(api.Disconnect)
	return api
}
