"""Reception: the office takes in what windows and portals sent, and says back how it stands."""
