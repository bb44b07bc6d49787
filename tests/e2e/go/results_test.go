package e2e

import (
	"fmt"
	"math"
	"reflect"
	"regexp"
	"sync"
	"testing"
	"time"

	client "testserverclient"
)

func TestEcho(t *testing.T) {
	api := connected(t)
	text := "quotes \" ' \\ </script> \u2028 日本 🦀"
	result, err := api.TestEcho(deadline(t), client.EchoParams{Text: text, Number: math.MinInt64})
	if err != nil {
		t.Fatal(err)
	}
	if result.Text != text || result.Number != math.MinInt64 {
		t.Fatalf("%+v", result)
	}
}

func TestScalars(t *testing.T) {
	api := connected(t)
	if got, err := api.TestAddOne(deadline(t), 41); err != nil || got != 42 {
		t.Fatal(got, err)
	}
	if got, err := api.AdminTestDouble(deadline(t), 21); err != nil || got != 42 {
		t.Fatal(got, err)
	}
	if err := api.TestNothing(deadline(t)); err != nil {
		t.Fatal(err)
	}
	first, err := api.TestCount(deadline(t))
	if err != nil {
		t.Fatal(err)
	}
	if second, err := api.TestCount(deadline(t)); err != nil || second < first {
		t.Fatal(first, second, err)
	}
}

func TestTypesComeBackAsTheyWere(t *testing.T) {
	api := connected(t)
	note := "note"
	level := uint8(7)
	at := time.Date(2026, 1, 2, 3, 4, 5, 123456789, time.UTC)
	sent := client.AllTypesInput{
		List:     nil, // goes out as [], not as null
		Counts:   map[string]uint32{"a": 1},
		ById:     map[uint32]string{7: "seven"},
		Pair:     client.Tuple2[string, int32]{F0: "x", F1: -1},
		Shape:    client.FigureCircle{Radius: 2.5},
		Color:    client.ColorRed,
		Unsigned: math.MaxUint64,
		Signed:   math.MinInt64,
		Float:    1.5,
		Flag:     true,
		At:       at,
		Day:      "2026-02-28",
		Id:       "0190a0a0-0000-7000-8000-000000000000",
		Level:    &level,
		Note:     &note,
		Renamed:  "r",
	}
	got, err := api.TestTypes(deadline(t), sent)
	if err != nil {
		t.Fatal(err)
	}
	if got.Unsigned != math.MaxUint64 || got.Signed != math.MinInt64 || !got.At.Equal(at) {
		t.Fatalf("%+v", got)
	}
	if got.Level != 7 || *got.Note != note || got.Maybe != nil || len(got.List) != 0 {
		t.Fatalf("%+v", got)
	}
	if got.Pair != sent.Pair || !reflect.DeepEqual(got.ById, sent.ById) || got.Day != sent.Day {
		t.Fatalf("%+v", got)
	}
	if !reflect.DeepEqual(got.Shape, sent.Shape) || got.Id != sent.Id || got.Renamed != "r" {
		t.Fatalf("%+v", got)
	}

	sent.Level, sent.Note = nil, nil
	got, err = api.TestTypes(deadline(t), sent)
	if err != nil {
		t.Fatal(err)
	}
	if got.Level != 3 || got.Note != nil {
		t.Fatalf("the server's default is wanted: %+v", got)
	}
}

func TestCorrelationID(t *testing.T) {
	api := connected(t)
	who, err := api.TestWhoami(deadline(t))
	if err != nil {
		t.Fatal(err)
	}
	if who.User == nil || *who.User != "42" {
		t.Fatalf("%+v", who)
	}
	uuid7 := regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`)
	if !uuid7.MatchString(who.CorrelationId) {
		t.Fatal(who.CorrelationId)
	}
}

func TestEachOfManyConcurrentCallsGetsItsOwnReply(t *testing.T) {
	api := connected(t)
	ctx := deadline(t)
	var group sync.WaitGroup
	for i := range int64(1000) {
		group.Go(func() {
			text := fmt.Sprint("call ", i)
			result, err := api.TestEcho(ctx, client.EchoParams{Text: text, Number: i})
			if err != nil || result.Text != text || result.Number != i {
				t.Errorf("%d: %+v %v", i, result, err)
			}
		})
	}
	group.Wait()
}
