// A server that speaks MySQL 8.0's dialect, in memory, for the tests: main ADDRESS DATABASE
package main

import (
	"log"
	"os"

	sqle "github.com/dolthub/go-mysql-server"
	"github.com/dolthub/go-mysql-server/memory"
	"github.com/dolthub/go-mysql-server/server"
	"github.com/dolthub/go-mysql-server/sql"
)

func main() {
	address, name := os.Args[1], os.Args[2]
	database := memory.NewDatabase(name)
	database.EnablePrimaryKeyIndexes()
	provider := memory.NewDBProvider(database)
	engine := sqle.NewDefault(provider)
	listener, err := server.NewServer(server.Config{Protocol: "tcp", Address: address}, engine,
		sql.NewContext, memory.NewSessionBuilder(provider), nil)
	if err != nil {
		log.Fatal(err)
	}
	log.Fatal(listener.Start())
}
