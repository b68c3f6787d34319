using System;
using System.Collections.Generic;

namespace Shop;

public sealed class Inventory
{
    private readonly List<string> _items = new();

    public string Name { get; 

    public int Count => 

    public void Print()
    {
        for (int i = 0; i < 
        {
            Console.WriteLine(
        }

        if (_items == null)
        {
            throw new 
        }

        foreach (var item in 
    }
}
