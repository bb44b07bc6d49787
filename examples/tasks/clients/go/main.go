// Makes a task and counts. Run it with the user's token in TOKEN.
package main

import (
	"context"
	"errors"
	"fmt"
	"log"
	"os"
	"time"

	"tasksclient"
)

func main() {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	url := os.Getenv("CENTRIFUGO_URL")
	if url == "" {
		url = "ws://localhost:8000/connection/websocket"
	}
	client := tasksclient.NewAPIClient(url, os.Getenv("TOKEN"), "42")
	if err := client.Connect(ctx); err != nil {
		log.Fatal(err)
	}
	defer client.Disconnect()
	if err := run(ctx, client); err != nil {
		log.Print(err)
	}
}

func run(ctx context.Context, client *tasksclient.APIClient) error {
	task, err := client.TasksCreate(ctx, tasksclient.NewTask{
		Title:    "Write it down",
		Tags:     []string{"go"},
		Assignee: &tasksclient.Assignee{Name: "Ada"},
	})
	if err != nil {
		return err
	}
	fmt.Println("created", task.Title, task.Priority, task.CreatedAt)

	_, err = client.TasksCreate(ctx, tasksclient.NewTask{})
	var empty tasksclient.TaskErrorEmptyTitle
	if !errors.As(err, &empty) {
		return fmt.Errorf("an empty title was not refused: %w", err)
	}
	fmt.Println("refused", err)

	stats, err := client.TasksGetStats(ctx, tasksclient.TaskStatsParams{UserId: "Ada"})
	if err != nil {
		return err
	}
	fmt.Println("total", stats.Total, stats.ByTag)
	return nil
}
