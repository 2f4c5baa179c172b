// Reads a Parquet file with arrow-go, and writes what it read as an Arrow file.
package main

import (
	"context"
	"log"
	"os"

	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/ipc"
	"github.com/apache/arrow-go/v18/arrow/memory"
	"github.com/apache/arrow-go/v18/parquet/file"
	"github.com/apache/arrow-go/v18/parquet/pqarrow"
)

func main() {
	if err := convert(os.Args[1], os.Args[2]); err != nil {
		log.Fatal(err)
	}
}

func convert(from, to string) error {
	in, err := file.OpenParquetFile(from, false)
	if err != nil {
		return err
	}
	reader, err := pqarrow.NewFileReader(in, pqarrow.ArrowReadProperties{}, memory.DefaultAllocator)
	if err != nil {
		return err
	}
	table, err := reader.ReadTable(context.Background())
	if err != nil {
		return err
	}
	sink, err := os.Create(to)
	if err != nil {
		return err
	}
	writer, err := ipc.NewFileWriter(sink, ipc.WithSchema(table.Schema()))
	if err != nil {
		return err
	}
	records := array.NewTableReader(table, 1<<16)
	for records.Next() {
		if err := writer.Write(records.Record()); err != nil {
			return err
		}
	}
	if err := writer.Close(); err != nil {
		return err
	}
	return sink.Close()
}
