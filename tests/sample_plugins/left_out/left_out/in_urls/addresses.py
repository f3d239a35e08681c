raise RuntimeError("no addresses")
