// Calls of the generated client and of the SDK below it, in turns. Arguments: the URL, a token, how
// many rounds, and the milliseconds of a turn.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"log"
	"os"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/centrifugal/centrifuge-go"

	client "testserverclient"
)

// depth is how many calls are on their way at once.
const depth = 32

// readTimeout is the SDK's own default, and the same for both sides.
const readTimeout = 5 * time.Second

type call func(ctx context.Context, number int64) error

// cost is what a turn took.
type cost struct {
	perSecond float64
	// cpu is that of this process, in microseconds a call.
	cpu float64
}

func main() {
	url, token := os.Args[1], os.Args[2]
	rounds, err := strconv.Atoi(os.Args[3])
	if err != nil {
		log.Fatal(err)
	}
	milliseconds, err := strconv.Atoi(os.Args[4])
	if err != nil {
		log.Fatal(err)
	}
	turn := time.Duration(milliseconds) * time.Millisecond
	sides := []call{raw(url, token), generated(url, token)}
	var costs [2][]cost
	for round := range rounds + 1 {
		for i := range sides {
			// Neither side is always the first.
			side := (i + round) % 2
			measured := measure(sides[side], turn)
			if round > 0 {
				costs[side] = append(costs[side], measured)
			}
		}
	}
	perSecond := func(c cost) float64 { return c.perSecond }
	cpu := func(c cost) float64 { return c.cpu }
	report("calls/s", median(costs[0], perSecond), median(costs[1], perSecond))
	report("CPU us/call of the client", median(costs[0], cpu), median(costs[1], cpu))
	fmt.Printf("ratio of calls/s within a round: %.3f\n", medianRatio(costs))
}

func report(what string, raw, generated float64) {
	fmt.Printf("%-26s centrifuge-go %8.1f, generated %8.1f\n", what, raw, generated)
}

func raw(url, token string) call {
	sdk := centrifuge.NewJsonClient(url, centrifuge.Config{Token: token, ReadTimeout: readTimeout})
	if err := sdk.Connect(); err != nil {
		log.Fatal(err)
	}
	type params struct {
		Text   string `json:"text"`
		Number int64  `json:"number"`
	}
	return func(ctx context.Context, number int64) error {
		ctx, cancel := context.WithTimeout(ctx, readTimeout)
		defer cancel()
		data, err := json.Marshal(params{Text: text, Number: number})
		if err != nil {
			return err
		}
		reply, err := sdk.RPC(ctx, "test.echo", data)
		if err != nil {
			return err
		}
		var result params
		if err := json.Unmarshal(reply.Data, &result); err != nil {
			return err
		}
		return check(result.Number, number)
	}
}

func generated(url, token string) call {
	api := client.NewAPIClient(url, token, "", client.WithMaxTimeout(readTimeout))
	if err := api.Connect(context.Background()); err != nil {
		log.Fatal(err)
	}
	return func(ctx context.Context, number int64) error {
		result, err := api.TestEcho(ctx, client.EchoParams{Text: text, Number: number})
		if err != nil {
			return err
		}
		return check(result.Number, number)
	}
}

const text = "sixty-four bytes of text, as the calls of an application may have"

func check(got, want int64) error {
	if got != want {
		return fmt.Errorf("%d is wanted, %d is the answer", want, got)
	}
	return nil
}

func measure(call call, turn time.Duration) cost {
	var count atomic.Int64
	var group sync.WaitGroup
	before := processorTime()
	start := time.Now()
	end := start.Add(turn)
	for range depth {
		group.Go(func() {
			for time.Now().Before(end) {
				if err := call(context.Background(), count.Add(1)); err != nil {
					log.Fatal(err)
				}
			}
		})
	}
	group.Wait()
	calls := float64(count.Load())
	return cost{
		perSecond: calls / time.Since(start).Seconds(),
		cpu:       float64((processorTime() - before).Microseconds()) / calls,
	}
}

func processorTime() time.Duration {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		log.Fatal(err)
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}

func median(costs []cost, of func(cost) float64) float64 {
	var values []float64
	for _, cost := range costs {
		values = append(values, of(cost))
	}
	slices.Sort(values)
	return values[len(values)/2]
}

func medianRatio(costs [2][]cost) float64 {
	var ratios []float64
	for i := range costs[0] {
		ratios = append(ratios, costs[1][i].perSecond/costs[0][i].perSecond)
	}
	slices.Sort(ratios)
	return ratios[len(ratios)/2]
}
