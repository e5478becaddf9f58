"""From a result to what people see: figures, maps, tables and sentences. Pure functions; pages only place what they return."""
